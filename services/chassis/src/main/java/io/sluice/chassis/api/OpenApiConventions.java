package io.sluice.chassis.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Writes into the OpenAPI document what all paths have in common: the token, the error answers, and
 * for a body the schema that has the name of the path's kind ({@code /backend-services}: {@code
 * BackendService}), when the service declares one.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class OpenApiConventions implements OASFilter {
  private static final String API = "/api/v1/";
  private static final String TOKEN = "managementToken";
  private static final String PROBLEM = "Problem";

  private static final Map<String, String> ERRORS = new LinkedHashMap<>();

  static {
    ERRORS.put("400", "The input is malformed or out of range; errors names every wrong field");
    ERRORS.put("401", "The management token is missing or wrong");
    ERRORS.put("404", "There is no such object");
    ERRORS.put("409", "The name is taken, the object is in use, or a limit is reached");
    ERRORS.put("412", "The object has changed since the ETag of If-Match");
    ERRORS.put("413", "The body is too large");
    ERRORS.put("415", "The body is not JSON");
    ERRORS.put("422", "A reference is unknown, or the idempotency key was used for another body");
    ERRORS.put("503", "The database, or a service that is needed for a check, is away");
  }

  @Override
  public void filterOpenAPI(OpenAPI document) {
    if (document.getPaths() == null || document.getPaths().getPathItems() == null) {
      return;
    }
    if (document.getComponents() == null) {
      document.setComponents(OASFactory.createComponents());
    }
    document.getComponents().addSchema(PROBLEM, problem());
    document
        .getComponents()
        .addSecurityScheme(
            TOKEN,
            OASFactory.createSecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"));
    document.getPaths().getPathItems().forEach((path, item) -> describe(document, path, item));
  }

  private static void describe(OpenAPI document, String path, PathItem item) {
    if (!path.startsWith(API)) {
      return;
    }
    String kind = kind(path);
    boolean known =
        document.getComponents().getSchemas() != null
            && document.getComponents().getSchemas().containsKey(kind);
    item.getOperations()
        .forEach((method, operation) -> {
          operation.addSecurityRequirement(
              OASFactory.createSecurityRequirement().addScheme(TOKEN, List.of()));
          addErrors(operation);
          if (known && operation.getRequestBody() != null) {
            operation
                .getRequestBody()
                .getContent()
                .getMediaTypes()
                .values()
                .forEach(type -> type.setSchema(reference(kind)));
          }
        });
  }

  private static void addErrors(Operation operation) {
    if (operation.getResponses() == null) {
      operation.setResponses(OASFactory.createAPIResponses());
    }
    ERRORS.forEach((status, description) -> {
      APIResponse response =
          OASFactory.createAPIResponse()
              .description(description)
              .content(
                  OASFactory.createContent()
                      .addMediaType(Problem.MEDIA_TYPE, mediaType(reference(PROBLEM))));
      operation.getResponses().addAPIResponse(status, response);
    });
  }

  /** {@code /api/v1/tls-policies/{id}} is of the kind {@code TlsPolicy}. */
  static String kind(String path) {
    String plural = path.substring(API.length()).replaceFirst("/\\{id}$", "");
    StringBuilder kind = new StringBuilder();
    for (String word : plural.replaceFirst("ies$", "y").replaceFirst("s$", "").split("-", -1)) {
      if (!word.isEmpty()) {
        kind.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    return kind.toString();
  }

  private static MediaType mediaType(Schema schema) {
    return OASFactory.createMediaType().schema(schema);
  }

  private static Schema reference(String name) {
    return OASFactory.createSchema().ref("#/components/schemas/" + name);
  }

  private static Schema problem() {
    Schema error =
        object()
            .addProperty("field", text("JSON path of the wrong field"))
            .addProperty("value", text("what came"))
            .addProperty("allowed", text("what would be right"));
    return object()
        .description("RFC 9457")
        .addProperty("type", text("about:blank"))
        .addProperty("title", text("the status in words"))
        .addProperty("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER))
        .addProperty("detail", text("what went wrong, for a person"))
        .addProperty("instance", text("the path asked for"))
        .addProperty(
            "errors", OASFactory.createSchema().addType(Schema.SchemaType.ARRAY).items(error));
  }

  private static Schema object() {
    return OASFactory.createSchema().addType(Schema.SchemaType.OBJECT);
  }

  private static Schema text(String description) {
    return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
  }
}
