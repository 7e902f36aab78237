package io.sluice.health.domain;

import io.sluice.contracts.model.TargetHealth;
import java.util.List;

/**
 * All that is known of a pair.
 *
 * @param pair what is probed
 * @param health its state
 * @param lastResults at most ten, the newest first
 */
public record PairView(Pair pair, TargetHealth health, List<ProbeResult> lastResults) {}
