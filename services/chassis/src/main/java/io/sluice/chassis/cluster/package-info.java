/** Membership of a service in the suite's cluster: configuration, wiring and readiness. */
package io.sluice.chassis.cluster;
