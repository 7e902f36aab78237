package io.sluice.health.api;

import java.util.List;

/**
 * A part of the list.
 *
 * @param items in the order of backend service and target
 * @param next cursor of the next part, or null after the last
 */
public record TargetHealthPage(List<TargetHealthAnswer> items, String next) {}
