/**
 * Limits that hold for a whole gateway, and those that need arithmetic: connections in all and by
 * source, rates, the speed of a body. Pure: addresses come as bytes and the time is passed in.
 */
package io.sluice.gateway.limits;
