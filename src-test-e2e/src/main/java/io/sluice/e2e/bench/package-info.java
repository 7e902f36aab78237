/**
 * {@code ./sluice bench}: the gateway beside HAProxy, nginx and no gateway at all, in one run with
 * one backend.
 */
package io.sluice.e2e.bench;
