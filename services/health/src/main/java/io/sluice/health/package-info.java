/** The health service: probes every target of every backend service and publishes their states. */
package io.sluice.health;
