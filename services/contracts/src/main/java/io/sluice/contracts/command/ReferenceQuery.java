package io.sluice.contracts.command;

import java.util.List;
import java.util.UUID;

/**
 * Asks an owner which of these ids it knows.
 *
 * @param kind {@code backend-service}, {@code virtual-server-group}, {@code certificate} (with a
 *     private key) or {@code certificate-authority} (without)
 * @param ids ids to look up
 */
public record ReferenceQuery(String kind, List<UUID> ids) {}
