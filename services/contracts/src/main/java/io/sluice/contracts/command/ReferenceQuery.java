package io.sluice.contracts.command;

import java.util.List;
import java.util.UUID;

/**
 * Asks an owner which of these ids it knows.
 *
 * @param kind {@code backend-service} or {@code virtual-server-group} or {@code
 *     virtual-server-group}
 * @param ids ids to look up
 */
public record ReferenceQuery(String kind, List<UUID> ids) {}
