package io.sluice.contracts.model;

import java.util.UUID;

/**
 * A named set of rules that listeners of one load balancer share. Owner: listeners.
 *
 * @param id identity
 * @param loadBalancerId the load balancer it belongs to
 * @param name 1-63 characters, unique in its load balancer
 * @param description at most 256 characters
 */
public record RuleGroup(UUID id, UUID loadBalancerId, String name, String description) {}
