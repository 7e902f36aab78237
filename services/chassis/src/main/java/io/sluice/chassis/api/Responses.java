package io.sluice.chassis.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.chassis.id.Ids;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.store.Answer;
import io.sluice.chassis.store.Slice;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import java.util.function.Function;

/** Forms of answers that all kinds of resources share. */
public final class Responses {
  private Responses() {}

  /** The answer of a write. */
  public static Response of(Answer answer) {
    Response.ResponseBuilder response =
        Response.status(answer.status()).type(MediaType.APPLICATION_JSON).entity(answer.body());
    answer.headers().forEach(response::header);
    return response.build();
  }

  /** {@code {"items": […], "next": "cursor" or null}}. */
  public static <T> Response page(
      Slice<T> slice, Function<T, ObjectNode> render, Function<T, UUID> id) {
    ObjectNode json = StrictJson.object();
    ArrayNode items = json.putArray("items");
    slice.items().forEach(item -> items.add(render.apply(item)));
    json.put("next", slice.more() ? Query.cursor(id.apply(slice.items().getLast())) : null);
    return Response.ok(StrictJson.write(json)).type(MediaType.APPLICATION_JSON).build();
  }

  /**
   * An id of a path.
   *
   * @throws ProblemException 400 when it is malformed
   */
  public static UUID id(String text) {
    UUID id = Ids.parse(text);
    if (id == null) {
      throw ProblemException.badRequest(
          "id", text, "an id, as 0198c0de-0000-7000-8000-000000000000");
    }
    return id;
  }
}
