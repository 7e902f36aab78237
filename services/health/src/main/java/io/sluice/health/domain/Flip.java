package io.sluice.health.domain;

import io.sluice.contracts.model.TargetHealth.Reason;
import io.sluice.contracts.model.TargetHealth.State;

/**
 * A state that changed.
 *
 * @param pair whose
 * @param from state before
 * @param to state now
 * @param reason why it is unhealthy, else null
 * @param detail one sentence for a person, or null
 */
public record Flip(Pair pair, State from, State to, Reason reason, String detail) {}
