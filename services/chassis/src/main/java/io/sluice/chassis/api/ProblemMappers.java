package io.sluice.chassis.api;

import io.sluice.chassis.bus.BusException;
import io.sluice.chassis.problem.ProblemException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns every failure of a request into a {@link Problem}. */
public class ProblemMappers {
  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

  @ServerExceptionMapper
  public Response problem(ProblemException e, RoutingContext context) {
    LOG.debugf("%s %s: %d %s", method(context), path(context), e.status(), e.getMessage());
    return answer(Problem.of(e.status(), e.getMessage(), path(context), e.errors()), null);
  }

  /** Failures of the HTTP layer itself: no such path, method, media type. */
  @ServerExceptionMapper
  public Response web(WebApplicationException e, RoutingContext context) {
    int status = e.getResponse().getStatus();
    if (status >= 500) {
      return unexpected(e, context);
    }
    String detail =
        switch (status) {
          case 404 -> "There is nothing at " + path(context);
          case 405 -> method(context) + " is not possible here";
          case 406 -> "The answer is application/json";
          case 413 -> BodyLimit.message(path(context));
          case 415 -> "The body must be application/json";
          default -> "The request is malformed";
        };
    return answer(
        Problem.of(status, detail, path(context), List.of()),
        e.getResponse().getHeaderString(HttpHeaders.ALLOW));
  }

  @ServerExceptionMapper
  public Response bus(BusException e, RoutingContext context) {
    LOG.debugf("%s %s: %s", method(context), path(context), e.getMessage());
    return answer(
        Problem.of(
            503,
            "Another service that is needed for this does not answer; nothing was stored",
            path(context),
            List.of()),
        null);
  }

  @ServerExceptionMapper
  public Response unexpected(Throwable e, RoutingContext context) {
    UUID id = UUID.randomUUID();
    LOG.errorf(e, "%s %s failed unexpectedly, id %s", method(context), path(context), id);
    return answer(
        Problem.of(
            500,
            "This should not have happened; the service's log has more under the id " + id,
            "urn:uuid:" + id,
            List.of()),
        null);
  }

  private static Response answer(Problem problem, String allow) {
    Response.ResponseBuilder response =
        Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem.toJson());
    if (allow != null) {
      response.header(HttpHeaders.ALLOW, allow);
    }
    if (problem.status() == 503) {
      response.header(HttpHeaders.RETRY_AFTER, 1);
    }
    return response.build();
  }

  private static String method(RoutingContext context) {
    return context.request().method().name();
  }

  private static String path(RoutingContext context) {
    return context.request().path();
  }
}
