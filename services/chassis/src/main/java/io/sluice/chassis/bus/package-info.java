/** The suite's bus: the one way services speak, and the one place that knows what lies below. */
package io.sluice.chassis.bus;
