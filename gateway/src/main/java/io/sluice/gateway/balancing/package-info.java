/**
 * The choice of a target. Pure: no socket, no clock. All state belongs to one event loop and is
 * touched by its thread alone.
 */
package io.sluice.gateway.balancing;
