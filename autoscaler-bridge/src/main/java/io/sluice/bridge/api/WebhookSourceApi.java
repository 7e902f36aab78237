package io.sluice.bridge.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.bridge.domain.Secrets;
import io.sluice.bridge.domain.WebhookSource;
import io.sluice.bridge.store.WebhookSourceStore;
import io.sluice.chassis.api.BodyLimit;
import io.sluice.chassis.api.Fields;
import io.sluice.chassis.api.Headers;
import io.sluice.chassis.api.Query;
import io.sluice.chassis.api.ResourceApi;
import io.sluice.chassis.api.Responses;
import io.sluice.chassis.api.StrictJson;
import io.sluice.chassis.store.Answer;
import io.sluice.chassis.store.Status;
import io.sluice.chassis.store.Stored;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Webhook sources. A secret is shown when it is made, and never again. */
@Path("/api/v1/webhook-sources")
@Tag(name = "Webhook sources", description = "Who may send webhooks, and about which group")
public class WebhookSourceApi extends ResourceApi<WebhookSource> {
  private static final int DEFAULT_WINDOW_SECONDS = 300;
  private static final Set<String> SHOWN_ONLY = Set.of("webhookPath", "previousSecretUntil");

  private final WebhookSourceStore store;

  public WebhookSourceApi(WebhookSourceStore store) {
    super(store);
    this.store = store;
  }

  @POST
  @Path("{id}/rotate-secret")
  @Consumes(MediaType.WILDCARD)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Makes a new secret",
      description = "The secret before stays good for the replay window. The body may be empty.")
  public Uni<Response> rotateSecret(
      @PathParam("id") String id, @HeaderParam("If-Match") String ifMatch, byte[] body) {
    BodyLimit.check(body, "");
    ObjectNode json = body.length == 0 ? StrictJson.object() : StrictJson.parseObject(body);
    String secret = Fields.read(json, WebhookSourceApi::secret);
    return store
        .change(
            Responses.id(id),
            stored -> Headers.checkIfMatch(ifMatch, stored),
            before -> rotated(before.value(), secret))
        .map(stored ->
            Response.ok(StrictJson.write(withSecret(stored)))
                .header("ETag", stored.etag())
                .build());
  }

  @Override
  protected WebhookSource read(Fields in, UUID id, WebhookSource before) {
    in.ignore(SHOWN_ONLY);
    String name = in.name();
    String description = in.description();
    UUID group = in.id("virtualServerGroupId").required();
    int window = in.integer("replayWindowSeconds").range(30, 3_600).or(DEFAULT_WINDOW_SECONDS);
    Secrets secrets = before == null ? Secrets.of(secret(in)) : before.secrets();
    return new WebhookSource(id, name, description, group, window, secrets);
  }

  @Override
  protected Status status(Stored<WebhookSource> stored) {
    return null;
  }

  @Override
  protected Map<String, Query.Filter> filters() {
    return Map.of("virtualServerGroupId", Query.Filter.ID);
  }

  @Override
  protected ObjectNode show(WebhookSource value) {
    ObjectNode json = StrictJson.object();
    json.put("name", value.name());
    json.put("description", value.description());
    json.put("virtualServerGroupId", value.virtualServerGroupId().toString());
    json.put("replayWindowSeconds", value.replayWindowSeconds());
    json.put("webhookPath", WebhookApi.MEMBERSHIP_PATH + "/" + value.id());
    Instant until = value.secrets().previousUntil();
    json.put("previousSecretUntil", until == null ? null : until.toString());
    return json;
  }

  @Override
  protected Answer created(Stored<WebhookSource> stored, UriInfo uri) {
    Answer answer = super.created(stored, uri);
    return new Answer(answer.status(), answer.headers(), StrictJson.write(withSecret(stored)));
  }

  private ObjectNode withSecret(Stored<WebhookSource> stored) {
    return render(stored).put("secret", stored.value().secrets().current());
  }

  private static WebhookSource rotated(WebhookSource source, String secret) {
    Instant until = Instant.now().plusSeconds(source.replayWindowSeconds());
    return source.with(source.secrets().rotate(secret, until));
  }

  private static String secret(Fields in) {
    String own =
        in.text("secret")
            .length(32, 256)
            .matching(
                text -> text.chars().allMatch(c -> c >= ' ' && c <= '~'),
                "32-256 printable ASCII characters")
            .optional();
    return own == null ? Secrets.generate() : own;
  }
}
