/** What the tests of several services share. */
package io.sluice.chassis.test;
