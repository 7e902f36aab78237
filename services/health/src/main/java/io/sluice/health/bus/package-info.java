/** What the health service hears and says on the bus. */
package io.sluice.health.bus;
