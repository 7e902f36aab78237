/** Persistence by the address that a client comes from. */
package io.sluice.gateway.sources;
