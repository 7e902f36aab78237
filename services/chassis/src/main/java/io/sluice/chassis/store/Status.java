package io.sluice.chassis.store;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sluice.contracts.sync.Revision;
import java.util.List;

/**
 * Where a resource has come into use.
 *
 * @param revision of its last change
 * @param applied whether all gateways use it; false while there is none
 * @param gateways all gateways heard in the last 5 s, by id
 */
@RegisterForReflection
public record Status(Revision revision, boolean applied, List<GatewayStatus> gateways) {}
