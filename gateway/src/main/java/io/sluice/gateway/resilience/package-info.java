/**
 * How a gateway bears targets that fail: what its event loops know together, without a lock, and
 * what is decided of it.
 */
package io.sluice.gateway.resilience;
