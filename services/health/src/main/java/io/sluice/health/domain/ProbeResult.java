package io.sluice.health.domain;

import java.time.Instant;

/**
 * A verdict and when it came.
 *
 * @param at when the probe ended
 * @param verdict what it found
 * @param millis how long it took, in ms
 */
public record ProbeResult(Instant at, Verdict verdict, long millis) {}
