/**
 * The way of an HTTP request through the gateway. A client's connection, its exchange and the
 * connection to the target belong to one event loop and are touched by its thread alone.
 */
package io.sluice.gateway.http;
