/**
 * Keeps the gateway's configuration up to date over the bus, keeps a copy of it on disk, and tells
 * the owners what is in use.
 */
package io.sluice.gateway.sync;
