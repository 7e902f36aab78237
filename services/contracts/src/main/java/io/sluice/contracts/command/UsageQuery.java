package io.sluice.contracts.command;

import java.util.UUID;

/**
 * Asks who uses an object, before its owner deletes it.
 *
 * @param kind {@code backend-service}, {@code virtual-server-group} or {@code certificate}
 * @param id its id
 */
public record UsageQuery(String kind, UUID id) {}
