package io.sluice.chassis.store;

import java.util.Map;
import java.util.UUID;

/**
 * Asks for a part of a list, in the order of creation.
 *
 * @param limit 1-1000
 * @param after the last id of the part before, or null for the first part
 * @param filters values by property of the row; all must be equal
 */
public record ListQuery(int limit, UUID after, Map<String, Object> filters) {}
