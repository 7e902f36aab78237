package io.sluice.gateway.stream;

import io.sluice.gateway.observe.LoopObserver;
import io.sluice.gateway.sources.SourceMemory;
import io.sluice.gateway.upstream.Upstreams;
import java.util.function.LongSupplier;

/**
 * What the connections of one event loop share.
 *
 * @param upstreams opens connections to targets on this loop
 * @param observer takes note of what becomes of them
 * @param sources which clients keep to which targets by their address
 * @param clock nanoseconds of the monotonic clock, as of the loop's last tick
 */
public record StreamLoop(
    Upstreams upstreams, LoopObserver observer, SourceMemory sources, LongSupplier clock) {}
