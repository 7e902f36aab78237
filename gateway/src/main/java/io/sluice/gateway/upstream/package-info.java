/**
 * Connections to targets: opened, kept, given out again and closed, each event loop for itself. All
 * objects belong to one event loop and are touched by its thread alone.
 */
package io.sluice.gateway.upstream;
