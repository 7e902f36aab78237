/** Settings that several services share. */
package io.sluice.chassis.config;
