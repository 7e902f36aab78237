/** What the registry says to other services, and they ask of it. */
package io.sluice.registry.bus;
