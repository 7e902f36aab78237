package io.sluice.contracts.model;

import java.util.List;
import java.util.UUID;

/**
 * A load balancer. Owner: listeners.
 *
 * @param id identity
 * @param name 1-63 characters, unique in the suite
 * @param description at most 256 characters
 * @param scheme {@code internal} or {@code internet-facing}
 * @param address IP literal its listeners bind, or null for each gateway's configured bind address
 * @param zones zones it serves; empty means all
 * @param crossZone whether targets of other zones are used
 * @param deletionProtection whether it refuses to be deleted
 * @param zonePreferred whether a gateway uses targets of its own zone first, and those of others in
 *     proportion to what healthy capacity its own lacks; only with {@code crossZone}
 */
public record LoadBalancer(
    UUID id,
    String name,
    String description,
    String scheme,
    String address,
    List<String> zones,
    boolean crossZone,
    boolean deletionProtection,
    boolean zonePreferred) {}
