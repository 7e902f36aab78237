package io.sluice.registry.api;

import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.VirtualServerGroup;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The bodies that the OpenAPI document describes. */
@OpenAPIDefinition(
    info = @Info(title = "Sluice registry", version = "v1"),
    components =
        @Components(
            schemas = {
              @Schema(name = "BackendService", implementation = BackendService.class),
              @Schema(name = "VirtualServerGroup", implementation = VirtualServerGroup.class)
            }))
public class RegistryDocument extends Application {}
