package io.sluice.contracts.command;

import java.util.UUID;

/**
 * Asks who uses an object, before its owner deletes it.
 *
 * @param kind {@code backend-service} or {@code virtual-server-group}
 * @param id its id
 */
public record UsageQuery(String kind, UUID id) {}
