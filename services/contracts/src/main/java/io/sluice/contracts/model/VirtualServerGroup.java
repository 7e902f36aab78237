package io.sluice.contracts.model;

import java.util.UUID;

/**
 * A set of targets that backend services share. Owner: registry.
 *
 * @param id identity
 * @param name 1-63 characters, unique in the suite
 * @param description at most 256 characters
 */
public record VirtualServerGroup(UUID id, String name, String description) {}
