package io.sluice.listeners.domain;

import io.sluice.contracts.model.Action;
import io.sluice.contracts.model.Action.Forward;
import io.sluice.contracts.model.Action.WeightedService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * An action as its author wrote it: the type and the fields of all types; null where nothing was
 * written. A field of another type than the given one is refused.
 *
 * @param type {@code forward}, {@code redirect} or {@code fixed-response}; required
 * @param backendServices forward: 1-20 choices
 * @param status redirect: 301, 302, 303, 307 or 308; fixed response: 200-599; required for both
 * @param scheme redirect: {@code http} or {@code https}
 * @param host redirect: host name or IP literal
 * @param port redirect: 1-65535
 * @param path redirect: absolute path
 * @param query redirect: query without the question mark; empty removes it
 * @param contentType fixed response: media type
 * @param body fixed response: at most 4096 characters
 * @param stickySeconds forward: 1-604800 s in which a client keeps to its choice
 */
public record ActionDraft(
    String type,
    List<ServiceDraft> backendServices,
    Integer status,
    String scheme,
    String host,
    Integer port,
    String path,
    String query,
    String contentType,
    String body,
    Integer stickySeconds) {
  /** An action in which clients keep to nothing. */
  public ActionDraft(
      String type,
      List<ServiceDraft> backendServices,
      Integer status,
      String scheme,
      String host,
      Integer port,
      String path,
      String query,
      String contentType,
      String body) {
    this(type, backendServices, status, scheme, host, port, path, query, contentType, body, null);
  }

  /** How long clients keep to the choice of a forward. */
  public static final Range STICKY = new Range(1, 604_800);

  /** Weights of a forward's choice. */
  public static final Range WEIGHT = new Range(0, 256);

  /** Statuses of a fixed response. */
  public static final Range STATUS = new Range(200, 599);

  /** The most backend services of a forward. */
  public static final int MAX_SERVICES = 20;

  private static final Map<String, Set<String>> FIELDS_OF_TYPE =
      Map.of(
          "forward",
          Set.of("backendServices", "stickySeconds"),
          "redirect",
          Set.of("status", "scheme", "host", "port", "path", "query"),
          "fixed-response",
          Set.of("status", "contentType", "body"));

  /**
   * One choice of a forward.
   *
   * @param backendServiceId the backend service; required
   * @param weight 0-256, 10 by default; 0 takes no request
   */
  public record ServiceDraft(UUID backendServiceId, Integer weight) {}

  /** The action; to be used only when the checks noted nothing. */
  static Action validate(String field, ActionDraft draft, RequestOrigin origin, Checks checks) {
    if (!checks.present(field, draft, "an action: forward, redirect or fixed-response")) {
      return null;
    }
    Set<String> fields = draft.type == null ? null : FIELDS_OF_TYPE.get(draft.type);
    boolean known =
        checks.require(
            fields != null, field + ".type", draft.type, "forward, redirect, fixed-response");
    if (!known) {
      return null;
    }
    draft
        .written()
        .forEach((name, value) ->
            checks.require(
                fields.contains(name),
                field + "." + name,
                value,
                "nothing: not a field of " + draft.type));
    return switch (draft.type) {
      case "forward" -> draft.forward(field, checks);
      case "redirect" -> Redirects.validate(field, draft, origin, checks);
      default -> FixedResponses.validate(field, draft, checks);
    };
  }

  private Forward forward(String field, Checks checks) {
    String listField = field + ".backendServices";
    if (!checks.require(
        backendServices != null
            && !backendServices.isEmpty()
            && backendServices.size() <= MAX_SERVICES,
        listField,
        backendServices == null ? null : backendServices.size() + " entries",
        "1-" + MAX_SERVICES + " backend services")) {
      return null;
    }
    Map<UUID, WeightedService> choices = new LinkedHashMap<>();
    for (int i = 0; i < backendServices.size(); i++) {
      ServiceDraft choice = backendServices.get(i);
      String at = listField + "[" + i + "]";
      UUID id = choice == null ? null : choice.backendServiceId;
      if (!checks.present(at + ".backendServiceId", id, "the id of a backend service")) {
        continue;
      }
      int weight = checks.range(at + ".weight", choice.weight, WEIGHT, 10);
      boolean first = choices.putIfAbsent(id, new WeightedService(id, weight)) == null;
      checks.require(first, at + ".backendServiceId", id.toString(), "each backend service once");
    }
    checks.require(
        choices.isEmpty() || choices.values().stream().anyMatch(choice -> choice.weight() != 0),
        listField,
        "all weights 0",
        "at least one weight above 0");
    Integer sticky =
        stickySeconds == null
            ? null
            : checks.range(field + ".stickySeconds", stickySeconds, STICKY, 1);
    return new Forward(List.copyOf(choices.values()), sticky);
  }

  private Map<String, Object> written() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put(
        "backendServices", backendServices == null ? null : backendServices.size() + " entries");
    all.put("status", status);
    all.put("scheme", scheme);
    all.put("host", host);
    all.put("port", port);
    all.put("path", path);
    all.put("query", query);
    all.put("contentType", contentType);
    all.put("body", body);
    all.put("stickySeconds", stickySeconds);
    all.values().removeIf(value -> value == null);
    return all;
  }
}
