package io.sluice.contracts.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.UUID;

/**
 * What a rule that forwards changes on the way.
 *
 * @param rewrite another target of the request, or null
 * @param requestHeaders at most 50 edits of the request's fields, in order
 * @param responseHeaders at most 50 edits of the answer's fields, in order; of redirects and fixed
 *     responses too
 * @param mirror copies of requests, or null
 */
public record Modifications(
    Rewrite rewrite,
    List<HeaderEdit> requestHeaders,
    List<HeaderEdit> responseHeaders,
    Mirror mirror) {
  /** Nothing is changed. */
  public static final Modifications NONE = new Modifications(null, null, null, null);

  public Modifications {
    requestHeaders = requestHeaders == null ? List.of() : List.copyOf(requestHeaders);
    responseHeaders = responseHeaders == null ? List.of() : List.copyOf(responseHeaders);
  }

  /**
   * Another target of a request. What is null stays.
   *
   * @param host the Host that the target sees
   * @param path absolute path, 1-1024 characters: in place of the path that the rule matches, or of
   *     its prefix
   * @param pathRegex RE2 expression on the path; each match is replaced. Not with {@code path}
   * @param replacement what replaces it, with {@code $1} for a group; required with {@code
   *     pathRegex}
   * @param query query without the question mark; empty removes it
   */
  public record Rewrite(
      String host, String path, String pathRegex, String replacement, String query) {}

  /**
   * An edit of a header field.
   *
   * @param operation what is done
   * @param name 1-128 characters of a field name; not one of those that frame a message
   * @param value at most 4096 visible characters; null with {@link Operation#REMOVE}
   */
  public record HeaderEdit(Operation operation, String name, String value) {
    /** What is done. */
    public enum Operation {
      /** In place of all fields of the name. */
      @JsonProperty("set")
      SET,
      /** Beside the fields of the name. */
      @JsonProperty("add")
      ADD,
      /** All fields of the name go. */
      @JsonProperty("remove")
      REMOVE
    }
  }

  /**
   * Copies of requests to another backend service, whose answers nobody sees. A copy that cannot be
   * sent at once is dropped.
   *
   * @param backendServiceId who gets them
   * @param percent 1-100 % of the requests
   */
  public record Mirror(UUID backendServiceId, int percent) {}
}
