/** Probes on the network: when one starts, what it sends, what its connection does. */
package io.sluice.health.probe;
