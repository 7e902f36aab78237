package io.sluice.registry.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.chassis.api.BodyLimit;
import io.sluice.chassis.api.Fields;
import io.sluice.chassis.api.Headers;
import io.sluice.chassis.api.MergePatch;
import io.sluice.chassis.api.Query;
import io.sluice.chassis.api.Responses;
import io.sluice.chassis.api.StrictJson;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.store.Answer;
import io.sluice.chassis.store.IdempotencyKey;
import io.sluice.chassis.store.Owner;
import io.sluice.chassis.store.Replication;
import io.sluice.chassis.store.Stored;
import io.sluice.chassis.store.Write;
import io.sluice.contracts.GatewayBeat;
import io.sluice.contracts.model.Target;
import io.sluice.contracts.sync.RegistryDelta;
import io.sluice.registry.domain.NewTarget;
import io.sluice.registry.domain.TargetPatch;
import io.sluice.registry.store.TargetStore;
import io.sluice.registry.store.TargetStore.Present;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The targets of a group, one by one and in batches. */
@Path("/api/v1/virtual-server-groups/{groupId}/targets")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Targets", description = "Instances that answer requests")
public class TargetApi {
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final Set<String> SHOWN_ONLY =
      Set.of("id", "groupId", "drainUntil", "createdAt", "updatedAt", "status");
  private static final Map<String, Query.Filter> FILTERS =
      Map.of("address", Query.Filter.TEXT, "zone", Query.Filter.TEXT);

  private final TargetStore store;
  private final Owner owner;
  private final Replication<RegistryDelta> replication;

  public TargetApi(TargetStore store, Owner owner, Replication<RegistryDelta> replication) {
    this.store = store;
    this.owner = owner;
    this.replication = replication;
  }

  @GET
  @Operation(summary = "List targets, in the order of registration")
  public Uni<Response> list(@PathParam("groupId") String groupId, @Context UriInfo uri) {
    return store
        .list(Responses.id(groupId), Query.read(uri.getQueryParameters(), FILTERS))
        .map(slice -> Responses.page(slice, this::render, Stored::id));
  }

  @GET
  @Path("{id}")
  @Operation(summary = "Read a target")
  public Uni<Response> get(@PathParam("groupId") String groupId, @PathParam("id") String id) {
    return store.get(Responses.id(groupId), Responses.id(id)).map(this::one);
  }

  @POST
  @Operation(summary = "Register 1-1000 targets, all or none; one that drains is taken back")
  public Uni<Response> register(
      @PathParam("groupId") String groupId,
      @Context UriInfo uri,
      @HeaderParam("Idempotency-Key") String key,
      byte[] body) {
    UUID group = Responses.id(groupId);
    List<NewTarget> targets = Fields.read(parse(body, uri), TargetBody::readBatch);
    return once(
        key, uri, body, 201, write -> store.register(write, group, targets, Present.REFUSED));
  }

  @PATCH
  @Consumes({MediaType.APPLICATION_JSON, MERGE_PATCH})
  @Operation(summary = "Change weight, zone, fault domain or backup of 1-1000 targets, all or none")
  public Uni<Response> update(
      @PathParam("groupId") String groupId, @Context UriInfo uri, byte[] body) {
    List<TargetPatch> patches = Fields.read(parse(body, uri), TargetBody::readPatches);
    return store
        .update(Responses.id(groupId), patches)
        .map(targets -> Responses.of(answer(200, targets)));
  }

  @POST
  @Path("deregister")
  @Operation(summary = "Deregister 1-1000 targets, all or none: they drain, then are gone")
  public Uni<Response> deregister(
      @PathParam("groupId") String groupId,
      @Context UriInfo uri,
      @HeaderParam("Idempotency-Key") String key,
      byte[] body) {
    UUID group = Responses.id(groupId);
    List<UUID> ids = Fields.read(parse(body, uri), TargetBody::readIds);
    return once(key, uri, body, 200, write -> store.deregister(write, group, ids));
  }

  @PUT
  @Path("{id}")
  @Operation(summary = "Replace a target's weight, zone, fault domain and backup")
  public Uni<Response> replace(
      @PathParam("groupId") String groupId,
      @PathParam("id") String id,
      @HeaderParam("If-Match") String ifMatch,
      @Context UriInfo uri,
      byte[] body) {
    ObjectNode json = parse(body, uri);
    return change(groupId, id, ifMatch, before -> json);
  }

  @PATCH
  @Path("{id}")
  @Consumes({MERGE_PATCH, MediaType.APPLICATION_JSON})
  @Operation(summary = "Change a target's weight, zone, fault domain or backup")
  public Uni<Response> patch(
      @PathParam("groupId") String groupId,
      @PathParam("id") String id,
      @HeaderParam("If-Match") String ifMatch,
      @Context UriInfo uri,
      byte[] body) {
    ObjectNode patch = parse(body, uri);
    return change(groupId, id, ifMatch, before -> MergePatch.apply(StrictJson.tree(before), patch));
  }

  @DELETE
  @Path("{id}")
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Deregister a target: it drains, or with force=true is gone at once")
  public Uni<Response> delete(
      @PathParam("groupId") String groupId,
      @PathParam("id") String id,
      @HeaderParam("If-Match") String ifMatch,
      @QueryParam("force") String force) {
    if (force != null && !force.equals("true") && !force.equals("false")) {
      throw ProblemException.badRequest("force", force, "true or false");
    }
    return store
        .deregister(
            Responses.id(groupId),
            Responses.id(id),
            stored -> Headers.checkIfMatch(ifMatch, stored),
            "true".equals(force))
        .map(done -> Response.noContent().build());
  }

  private Uni<Response> change(
      String groupId, String id, String ifMatch, Function<Target, ObjectNode> newBody) {
    return store
        .change(
            Responses.id(groupId),
            Responses.id(id),
            stored -> Headers.checkIfMatch(ifMatch, stored),
            before ->
                Fields.read(
                    newBody.apply(before),
                    in -> {
                      in.ignore(SHOWN_ONLY);
                      return TargetBody.read(in, before);
                    }))
        .map(this::one);
  }

  private Uni<Response> once(
      String key,
      UriInfo uri,
      byte[] body,
      int status,
      Function<Write, Uni<List<Stored<Target>>>> work) {
    IdempotencyKey once = Headers.idempotencyKey(key, uri.getPath(), body);
    return owner
        .writeOnce(once, write -> work.apply(write).map(targets -> answer(status, targets)))
        .map(Responses::of);
  }

  private static ObjectNode parse(byte[] body, UriInfo uri) {
    BodyLimit.check(body, uri.getPath());
    return StrictJson.parseObject(body);
  }

  private Answer answer(int status, List<Stored<Target>> targets) {
    ObjectNode json = StrictJson.object();
    ArrayNode items = json.putArray("items");
    targets.forEach(target -> items.add(render(target)));
    return new Answer(status, Map.of(), StrictJson.write(json));
  }

  private Response one(Stored<Target> stored) {
    return Response.ok(StrictJson.write(render(stored))).header("ETag", stored.etag()).build();
  }

  private ObjectNode render(Stored<Target> stored) {
    ObjectNode json = StrictJson.tree(stored.value());
    json.put("createdAt", stored.createdAt().toString());
    json.put("updatedAt", stored.updatedAt().toString());
    ObjectNode status = StrictJson.tree(replication.status(stored));
    status.set("ejectedBy", ejections(stored.id()));
    status.set("slowStarts", slowStarts(stored.id()));
    json.set("status", status);
    return json;
  }

  /**
   * Gateways that leave a target out at present, and the backend services whose requests failed.
   */
  private ArrayNode ejections(UUID targetId) {
    ArrayNode all = StrictJson.object().putArray("ejectedBy");
    for (GatewayBeat beat : replication.gateways().alive()) {
      for (GatewayBeat.TargetEjection ejection : beat.ejections()) {
        if (ejection.targetId().equals(targetId)) {
          all.addObject()
              .put("gatewayId", beat.gatewayId())
              .put("backendServiceId", ejection.backendServiceId().toString());
        }
      }
    }
    return all;
  }

  /** Gateways that give a target less than its weight yet, by backend services. */
  private ArrayNode slowStarts(UUID targetId) {
    ArrayNode all = StrictJson.object().putArray("slowStarts");
    for (GatewayBeat beat : replication.gateways().alive()) {
      for (GatewayBeat.TargetSlowStart start : beat.slowStarts()) {
        if (start.targetId().equals(targetId)) {
          all.addObject()
              .put("gatewayId", beat.gatewayId())
              .put("backendServiceId", start.backendServiceId().toString())
              .put("weightPercent", start.weightPercent());
        }
      }
    }
    return all;
  }
}
