package io.sluice.health.api;

import io.sluice.chassis.api.Responses;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.contracts.sync.HealthDelta.Key;
import io.sluice.health.domain.HealthBoard;
import io.sluice.health.domain.PairView;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The health of targets. Read-only: it follows from the backend services' health checks. */
@Path("/api/v1/target-health")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Target health")
public class TargetHealthResource {
  private final HealthBoard board;

  public TargetHealthResource(HealthBoard board) {
    this.board = board;
  }

  @GET
  @Operation(
      summary = "Lists the health of targets",
      description =
          "Parameters: backendServiceId, targetId, groupId, state (initial, healthy, unhealthy),"
              + " limit (1-1000, default 100), cursor.")
  public TargetHealthPage list(@Context UriInfo uri) {
    TargetHealthQuery query = TargetHealthQuery.parse(uri.getQueryParameters());
    List<PairView> found =
        board.views(query::takes, query::takes, query.after(), query.limit() + 1);
    boolean more = found.size() > query.limit();
    List<PairView> part = more ? found.subList(0, query.limit()) : found;
    String next = more ? TargetHealthQuery.cursorAfter(part.getLast().pair().key()) : null;
    return new TargetHealthPage(part.stream().map(TargetHealthAnswer::of).toList(), next);
  }

  @GET
  @Path("/{backendServiceId}/{targetId}")
  @Operation(summary = "Shows the health of a target in a backend service")
  public TargetHealthAnswer get(
      @PathParam("backendServiceId") String backendServiceId,
      @PathParam("targetId") String targetId) {
    return board
        .view(new Key(Responses.id(backendServiceId), Responses.id(targetId)))
        .map(TargetHealthAnswer::of)
        .orElseThrow(
            () -> ProblemException.notFound("target health", backendServiceId + "/" + targetId));
  }
}
