package io.sluice.chassis.problem;

/**
 * One wrong field of an input.
 *
 * @param field JSON path, as {@code healthCheck.intervalSeconds} or {@code targets[3].weight};
 *     empty for the body itself
 * @param value what came, as JSON, cut after 200 characters; null when nothing came
 * @param allowed what would be right, as {@code 1-65535}
 */
public record Violation(String field, String value, String allowed) {}
