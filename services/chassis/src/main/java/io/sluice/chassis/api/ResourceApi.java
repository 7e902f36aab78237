package io.sluice.chassis.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.chassis.id.Ids;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.store.Answer;
import io.sluice.chassis.store.IdempotencyKey;
import io.sluice.chassis.store.ResourceStore;
import io.sluice.chassis.store.Slice;
import io.sluice.chassis.store.Status;
import io.sluice.chassis.store.Stored;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * REST of one kind of resource: list, create, read, replace, patch, delete. A service extends it
 * with {@code @Path} and with how a body is read.
 *
 * @param <T> the value, a record of {@code contracts}
 */
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public abstract class ResourceApi<T> {
  /**
   * What an answer has beside the value; a body may repeat it, as it was read, and it is ignored.
   */
  private static final Set<String> SHOWN_ONLY = Set.of("id", "createdAt", "updatedAt", "status");

  private final ResourceStore<?, T> store;

  protected ResourceApi(ResourceStore<?, T> store) {
    this.store = store;
  }

  /**
   * Reads a body: types, ranges, defaults. What needs a look at other objects is the store's.
   *
   * @param before the value it replaces, or null when it is created
   */
  protected abstract T read(Fields in, UUID id, T before);

  /** Where the resource is in use; null for a kind that no gateway uses. */
  protected abstract Status status(Stored<T> stored);

  /** The filters of the list beside {@code name}, by parameter. */
  protected Map<String, Query.Filter> filters() {
    return Map.of();
  }

  /** The body that a merge patch of the present one gives. */
  protected ObjectNode merge(ObjectNode present, ObjectNode patch) {
    return MergePatch.apply(present, patch);
  }

  /** The value's fields as clients see them. */
  protected ObjectNode show(T value) {
    return StrictJson.tree(value);
  }

  @GET
  public Uni<Response> list(@Context UriInfo uri) {
    Map<String, Query.Filter> filters = new LinkedHashMap<>(filters());
    filters.put("name", Query.Filter.TEXT);
    return store.list(Query.read(uri.getQueryParameters(), filters)).map(this::page);
  }

  @POST
  public Uni<Response> create(
      @Context UriInfo uri, @HeaderParam("Idempotency-Key") String key, byte[] body) {
    BodyLimit.check(body, uri.getPath());
    UUID id = Ids.next();
    T value = Fields.read(StrictJson.parseObject(body), in -> read(in, id, null));
    IdempotencyKey once = Headers.idempotencyKey(key, uri.getPath(), body);
    return store.create(value, once, stored -> created(stored, uri)).map(Responses::of);
  }

  @GET
  @Path("{id}")
  public Uni<Response> get(@PathParam("id") String id) {
    return store.get(Responses.id(id)).map(this::one);
  }

  @PUT
  @Path("{id}")
  public Uni<Response> replace(
      @PathParam("id") String id, @HeaderParam("If-Match") String ifMatch, byte[] body) {
    ObjectNode json = parse(body);
    return change(id, ifMatch, before -> json);
  }

  @PATCH
  @Path("{id}")
  @Consumes({"application/merge-patch+json", MediaType.APPLICATION_JSON})
  public Uni<Response> patch(
      @PathParam("id") String id, @HeaderParam("If-Match") String ifMatch, byte[] body) {
    ObjectNode patch = parse(body);
    return change(id, ifMatch, before -> merge(show(before.value()), patch));
  }

  @DELETE
  @Path("{id}")
  @Consumes(MediaType.WILDCARD)
  public Uni<Response> delete(@PathParam("id") String id, @HeaderParam("If-Match") String ifMatch) {
    return store
        .delete(Responses.id(id), stored -> Headers.checkIfMatch(ifMatch, stored))
        .map(done -> Response.noContent().build());
  }

  private Uni<Response> change(String id, String ifMatch, Function<Stored<T>, ObjectNode> newBody) {
    return store
        .change(
            Responses.id(id),
            stored -> Headers.checkIfMatch(ifMatch, stored),
            before ->
                Fields.read(
                    newBody.apply(before),
                    in -> {
                      in.ignore(SHOWN_ONLY);
                      return read(in, before.id(), before.value());
                    }))
        .map(this::one);
  }

  /**
   * Parses a body.
   *
   * @throws ProblemException 413 when it is too large, 400 when it is no JSON object
   */
  protected static ObjectNode parse(byte[] body) {
    BodyLimit.check(body, "");
    return StrictJson.parseObject(body);
  }

  private Response one(Stored<T> stored) {
    return Response.ok(StrictJson.write(render(stored))).header("ETag", stored.etag()).build();
  }

  /** The answer to a creation; it is stored with the idempotency key. */
  protected Answer created(Stored<T> stored, UriInfo uri) {
    return new Answer(
        201,
        Map.of("Location", uri.getPath() + "/" + stored.id(), "ETag", stored.etag()),
        StrictJson.write(render(stored)));
  }

  private Response page(Slice<Stored<T>> slice) {
    return Responses.page(slice, this::render, Stored::id);
  }

  /** The whole resource as clients see it. */
  protected ObjectNode render(Stored<T> stored) {
    ObjectNode json = StrictJson.object();
    json.put("id", stored.id().toString());
    json.setAll(show(stored.value()));
    json.put("createdAt", stored.createdAt().toString());
    json.put("updatedAt", stored.updatedAt().toString());
    Status status = status(stored);
    if (status != null) {
      json.set("status", StrictJson.tree(status));
    }
    return json;
  }
}
