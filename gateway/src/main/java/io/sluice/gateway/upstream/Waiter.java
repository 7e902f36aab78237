package io.sluice.gateway.upstream;

/**
 * Who waits for a connection.
 *
 * @param receiver is told
 * @param since nanoseconds of the monotonic clock
 */
record Waiter(UpstreamReceiver receiver, long since) {}
