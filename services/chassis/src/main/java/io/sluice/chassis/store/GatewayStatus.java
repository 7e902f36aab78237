package io.sluice.chassis.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sluice.contracts.sync.Revision;

/**
 * How one gateway stands to a resource.
 *
 * @param gatewayId the gateway
 * @param zone its zone
 * @param applied whether it uses the resource as it is now
 * @param revision the owner's revision it uses
 * @param bound of a listener: whether its socket is open; else left out
 * @param error of a listener: why not; else left out
 * @param elsewhere of a listener: true when it is left to gateways of other zones; else left out
 */
@RegisterForReflection
public record GatewayStatus(
    String gatewayId,
    String zone,
    boolean applied,
    Revision revision,
    @JsonInclude(JsonInclude.Include.NON_NULL) Boolean bound,
    @JsonInclude(JsonInclude.Include.NON_NULL) String error,
    @JsonInclude(JsonInclude.Include.NON_NULL) Boolean elsewhere) {}
