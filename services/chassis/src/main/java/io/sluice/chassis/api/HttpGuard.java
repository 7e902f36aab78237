package io.sluice.chassis.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.sluice.chassis.auth.ManagementToken;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * What every HTTP request must pass before anything else looks at it: the management token, and the
 * size a body may have. {@code /q/} (health, metrics, OpenAPI) and {@code /webhooks/} (signed) need
 * no token.
 */
@ApplicationScoped
public class HttpGuard {
  private static final int BEFORE_ROUTES = 1_000;
  private static final List<String> FREE = List.of("/q/", "/webhooks/");

  private final ManagementToken token;

  public HttpGuard(ManagementToken token) {
    this.token = token;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, BEFORE_ROUTES);
  }

  private void check(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!isFree(context) && !token.opens(request.getHeader("Authorization"))) {
      context.response().putHeader("WWW-Authenticate", "Bearer realm=\"sluice\"");
      refuse(context, 401, "A management token is needed: Authorization: Bearer TOKEN");
    } else if (declaredLength(request) > BodyLimit.of(request.path())) {
      refuse(context, 413, BodyLimit.message(request.path()));
    } else {
      context.next();
    }
  }

  /** A path that two readers could take for two paths is never free. */
  private static boolean isFree(RoutingContext context) {
    String path = context.request().path();
    return path != null
        && path.equals(context.normalizedPath())
        && FREE.stream().anyMatch(path::startsWith);
  }

  private static long declaredLength(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static void refuse(RoutingContext context, int status, String detail) {
    // The body is not read: the connection cannot be used again.
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", Problem.MEDIA_TYPE)
        .putHeader("Connection", "close")
        .end(Problem.of(status, detail, context.request().path(), List.of()).toJson());
  }
}
