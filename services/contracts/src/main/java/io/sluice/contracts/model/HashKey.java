package io.sluice.contracts.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a request is placed by with {@link BackendService.Algorithm#CONSISTENT_HASH}. A request
 * without it is placed by its source.
 *
 * @param type what of the request
 * @param name 1-128 characters: the header's, cookie's or query parameter's name; null for path and
 *     source
 */
public record HashKey(Type type, String name) {
  /** What of a request is hashed. */
  public enum Type {
    /** A header field's value. */
    @JsonProperty("header")
    HEADER,
    /** A cookie's value. */
    @JsonProperty("cookie")
    COOKIE,
    /** A query parameter's value. */
    @JsonProperty("query")
    QUERY,
    /** The path. */
    @JsonProperty("path")
    PATH,
    /** The client's IP address. */
    @JsonProperty("source")
    SOURCE
  }
}
