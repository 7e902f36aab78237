package io.sluice.contracts.command;

import java.util.List;
import java.util.UUID;

/**
 * Answers a {@link ReferenceQuery}.
 *
 * @param missing the ids that are unknown
 */
public record ReferenceAnswer(List<UUID> missing) {}
