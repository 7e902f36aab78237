package io.sluice.bridge.store;

import io.sluice.contracts.command.MembershipCommand;
import java.util.UUID;

/**
 * An event that is to be carried out.
 *
 * @param id of its row
 * @param sourceId who sent it
 * @param eventId the sender's id
 * @param attempts made so far
 * @param command what the registry is asked
 */
public record Delivery(
    UUID id, UUID sourceId, String eventId, int attempts, MembershipCommand command) {}
