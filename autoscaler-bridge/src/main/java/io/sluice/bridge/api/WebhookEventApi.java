package io.sluice.bridge.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.bridge.domain.EventState;
import io.sluice.bridge.store.Inbox;
import io.sluice.bridge.store.InboxRow;
import io.sluice.chassis.api.Query;
import io.sluice.chassis.api.Responses;
import io.sluice.chassis.api.StrictJson;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.store.ListQuery;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What became of webhooks. */
@Path("/api/v1/webhook-events")
@Produces(MediaType.APPLICATION_JSON)
@Singleton
@Tag(name = "Webhook events")
public class WebhookEventApi {
  private final Inbox inbox;

  public WebhookEventApi(Inbox inbox) {
    this.inbox = inbox;
  }

  @GET
  @Operation(
      summary = "Lists events in the order of their arrival",
      description =
          "Parameters: sourceId, state (received, done, rejected), eventId, limit (1-1000, default"
              + " 100), cursor.")
  public Uni<Response> list(@Context UriInfo uri) {
    ListQuery query =
        Query.read(
            uri.getQueryParameters(),
            Map.of(
                "sourceId", Query.Filter.ID,
                "state", Query.Filter.TEXT,
                "eventId", Query.Filter.TEXT));
    checkState(query.filters().get("state"));
    return inbox
        .list(query)
        .map(slice -> Responses.page(slice, WebhookEventApi::show, row -> row.id));
  }

  private static void checkState(Object state) {
    if (state != null
        && Arrays.stream(EventState.values()).noneMatch(known -> known.text().equals(state))) {
      String allowed =
          Arrays.stream(EventState.values())
              .map(EventState::text)
              .collect(Collectors.joining(", "));
      throw ProblemException.badRequest("state", state, allowed);
    }
  }

  private static ObjectNode show(InboxRow row) {
    ObjectNode json = StrictJson.object();
    json.put("eventId", row.eventId);
    json.put("sourceId", row.sourceId.toString());
    json.put("operation", row.operation);
    json.put("state", row.state);
    json.put("attempts", row.attempts);
    json.put("detail", row.detail);
    json.put("receivedAt", text(row.receivedAt));
    json.put("doneAt", text(row.doneAt));
    return json;
  }

  private static String text(Instant at) {
    return at == null ? null : at.toString();
  }
}
