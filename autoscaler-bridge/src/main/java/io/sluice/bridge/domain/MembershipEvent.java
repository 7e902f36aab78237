package io.sluice.bridge.domain;

import io.sluice.contracts.command.MembershipCommand.Instance;
import io.sluice.contracts.command.MembershipCommand.Operation;
import java.util.List;

/**
 * What a membership webhook says.
 *
 * @param eventId 1-128 characters, the sender's; the same one is carried out once
 * @param operation what to do with the targets
 * @param targets 1-1000
 */
public record MembershipEvent(String eventId, Operation operation, List<Instance> targets) {}
