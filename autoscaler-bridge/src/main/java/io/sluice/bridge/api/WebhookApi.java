package io.sluice.bridge.api;

import io.sluice.bridge.bus.InboxProcessor;
import io.sluice.bridge.domain.MembershipEvent;
import io.sluice.bridge.domain.Secrets;
import io.sluice.bridge.domain.WebhookSignature;
import io.sluice.bridge.domain.WebhookSource;
import io.sluice.bridge.store.Inbox;
import io.sluice.bridge.store.Receipt;
import io.sluice.bridge.store.WebhookSourceStore;
import io.sluice.chassis.api.BodyLimit;
import io.sluice.chassis.api.Fields;
import io.sluice.chassis.api.StrictJson;
import io.sluice.chassis.id.Ids;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.contracts.command.MembershipCommand.Instance;
import io.sluice.contracts.command.MembershipCommand.Operation;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Takes in webhooks: checks the signature, then the body, stores the event and answers; it is
 * carried out afterwards. Whatever is wrong with source, time or signature, the answer is the same.
 */
@Path(WebhookApi.MEMBERSHIP_PATH)
@Singleton
@Tag(name = "Webhooks")
public class WebhookApi {
  static final String MEMBERSHIP_PATH = "/webhooks/membership";

  /** Stands in for the source that is unknown, so that its answer takes as long. */
  private static final WebhookSource NOBODY =
      new WebhookSource(null, "", "", null, 300, Secrets.of(Secrets.generate()));

  private static final int MOST_TARGETS = 1_000;

  private final WebhookSourceStore sources;
  private final Inbox inbox;
  private final InboxProcessor processor;
  private final WebhookMetrics metrics;

  public WebhookApi(
      WebhookSourceStore sources, Inbox inbox, InboxProcessor processor, WebhookMetrics metrics) {
    this.sources = sources;
    this.inbox = inbox;
    this.processor = processor;
    this.metrics = metrics;
  }

  @POST
  @Path("{sourceId}")
  @Consumes(MediaType.WILDCARD)
  @Produces(MediaType.APPLICATION_JSON)
  public Uni<Response> membership(
      @PathParam("sourceId") String sourceId,
      @Context HttpHeaders headers,
      @Context UriInfo uri,
      byte[] body) {
    BodyLimit.check(body, uri.getPath());
    return source(Ids.parse(sourceId))
        .chain(source -> {
          checkSignature(source, headers, body);
          MembershipEvent event = parse(body);
          return inbox.receive(source.id(), event).map(receipt -> answer(event.eventId(), receipt));
        })
        .onFailure(ProblemException.class)
        .invoke(failure -> metrics.count(((ProblemException) failure).status()));
  }

  private Uni<WebhookSource> source(UUID id) {
    if (id == null) {
      return Uni.createFrom().item(NOBODY);
    }
    return sources
        .get(id)
        .map(stored -> stored.value())
        .onFailure(failure -> failure instanceof ProblemException e && e.status() == 404)
        .recoverWithItem(NOBODY);
  }

  private static void checkSignature(WebhookSource source, HttpHeaders headers, byte[] body) {
    Instant now = Instant.now();
    boolean right =
        WebhookSignature.verify(
            headers.getHeaderString("Sluice-Timestamp"),
            headers.getHeaderString("Sluice-Signature"),
            body,
            source.secrets().good(now),
            Duration.ofSeconds(source.replayWindowSeconds()),
            now);
    if (!right || source == NOBODY) {
      throw unauthorized();
    }
  }

  private static MembershipEvent parse(byte[] body) {
    return Fields.read(
        StrictJson.parseObject(body),
        in -> {
          String eventId = in.text("eventId").length(1, 128).required();
          String operation = in.choice("operation", List.of("register", "deregister")).required();
          List<Instance> targets =
              in.objects("targets", 1, MOST_TARGETS, WebhookApi::instance).required();
          return new MembershipEvent(
              eventId,
              operation.equals("register") ? Operation.REGISTER : Operation.DEREGISTER,
              targets);
        });
  }

  private static Instance instance(Fields in) {
    return new Instance(
        in.text("address").length(1, 253).required(),
        in.integer("port").range(1, 65_535).optional(),
        in.integer("weight").range(0, 256).optional(),
        in.text("zone").length(1, 63).optional(),
        in.text("faultDomain").length(1, 63).optional());
  }

  private Response answer(String eventId, Receipt receipt) {
    return switch (receipt.outcome()) {
      case STORED -> {
        processor.wake();
        yield shown(202, eventId, receipt.state());
      }
      case REPEATED ->
          shown(receipt.state().equals("received") ? 202 : 200, eventId, receipt.state());
      case CONFLICT ->
          throw ProblemException.taken(
              "eventId", eventId, "an id that was not used for another event");
      case SOURCE_GONE -> throw unauthorized();
    };
  }

  private Response shown(int status, String eventId, String state) {
    metrics.count(status);
    return Response.status(status)
        .entity(StrictJson.write(StrictJson.object().put("eventId", eventId).put("state", state)))
        .build();
  }

  private static ProblemException unauthorized() {
    return new ProblemException(
        401, "The webhook's source, time or signature is not right", List.of());
  }
}
