/** REST of the bridge, and the webhooks themselves. */
package io.sluice.bridge.api;
