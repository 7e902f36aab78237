package io.sluice.chassis.store;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/**
 * The answer to a write, as it is stored under an idempotency key.
 *
 * @param status HTTP status
 * @param headers headers beside the media type
 * @param body JSON
 */
@RegisterForReflection
public record Answer(int status, Map<String, String> headers, String body) {}
