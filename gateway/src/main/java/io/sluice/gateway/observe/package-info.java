/** What the gateway tells of itself: metrics, health, access log. */
package io.sluice.gateway.observe;
