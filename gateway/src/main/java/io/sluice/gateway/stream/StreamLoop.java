package io.sluice.gateway.stream;

import io.sluice.gateway.observe.LoopObserver;
import io.sluice.gateway.upstream.Upstreams;
import java.util.function.LongSupplier;

/**
 * What the connections of one event loop share.
 *
 * @param upstreams opens connections to targets on this loop
 * @param observer takes note of what becomes of them
 * @param clock nanoseconds of the monotonic clock, as of the loop's last tick
 */
public record StreamLoop(Upstreams upstreams, LoopObserver observer, LongSupplier clock) {}
