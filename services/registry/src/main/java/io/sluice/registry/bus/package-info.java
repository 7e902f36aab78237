/** What the registry asks other services, and they ask of it. */
package io.sluice.registry.bus;
