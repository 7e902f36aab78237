/** Copies of other services' state, kept up to date by revision. */
package io.sluice.chassis.sync;
