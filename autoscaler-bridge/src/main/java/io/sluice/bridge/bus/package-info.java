/** What the bridge asks and tells other services. */
package io.sluice.bridge.bus;
