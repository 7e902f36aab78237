/** Clients and targets that speak raw bytes, and a gateway's data plane to put between them. */
package io.sluice.gateway.testkit;
