/** The choice of a rule by host and path. Pure: no socket, no clock. */
package io.sluice.gateway.routing;
