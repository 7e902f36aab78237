package io.sluice.contracts.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.UUID;

/**
 * What a rule, or a listener by default, does with a request. JSON: {@code {"type": "forward" |
 * "redirect" | "fixed-response", …}}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Action.Forward.class, name = "forward"),
  @JsonSubTypes.Type(value = Action.Redirect.class, name = "redirect"),
  @JsonSubTypes.Type(value = Action.FixedResponse.class, name = "fixed-response")
})
public sealed interface Action {
  /**
   * Forwards to one of 1-20 backend services, in proportion to their weights.
   *
   * @param backendServices the choices; at least one has a weight above 0
   * @param stickySeconds 1-604800 s in which a client keeps to its choice, by a cookie; null: it is
   *     chosen anew for each request
   */
  record Forward(
      List<WeightedService> backendServices,
      @JsonInclude(JsonInclude.Include.NON_NULL) Integer stickySeconds)
      implements Action {}

  /**
   * One choice of a forward.
   *
   * @param backendServiceId the backend service
   * @param weight 0-256; 0 takes no request
   */
  record WeightedService(UUID backendServiceId, int weight) {}

  /**
   * Answers with a redirect. A part that is null keeps the request's own.
   *
   * @param status 301, 302, 303, 307 or 308
   * @param scheme {@code http} or {@code https}
   * @param host host name or IP
   * @param port 1-65535
   * @param path absolute path
   * @param query query without the question mark; empty removes it
   */
  record Redirect(int status, String scheme, String host, Integer port, String path, String query)
      implements Action {}

  /**
   * Answers from the gateway itself.
   *
   * @param status 200-599
   * @param contentType media type, or null for none
   * @param body at most 4096 characters, or null
   */
  record FixedResponse(int status, String contentType, String body) implements Action {}
}
