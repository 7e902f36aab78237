package io.sluice.contracts.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A condition of a rule beside host and path; all of a rule's have to hold. Regular expressions are
 * those of RE2, which take time in proportion to the text, and have to match the whole of it.
 *
 * @param type what of the request
 * @param name the header's, cookie's or query parameter's name, 1-128 characters; null for method
 *     and source
 * @param match how it is compared; {@link Match#EQUAL} for method and source
 * @param values 1-20 values, one of which has to match: texts of at most 1024 characters, methods,
 *     or CIDR blocks; empty with {@link Match#PRESENT}
 * @param inverted whether none may match
 */
public record Condition(
    Type type, String name, Match match, List<String> values, boolean inverted) {
  public Condition {
    values = values == null ? List.of() : List.copyOf(values);
  }

  /** What of a request is looked at. */
  public enum Type {
    /** A header field. */
    @JsonProperty("header")
    HEADER,
    /** A query parameter. */
    @JsonProperty("query")
    QUERY,
    /** A cookie. */
    @JsonProperty("cookie")
    COOKIE,
    /** The method. */
    @JsonProperty("method")
    METHOD,
    /** The client's IP address. */
    @JsonProperty("source")
    SOURCE
  }

  /** How a value is compared. */
  public enum Match {
    /** The whole value. */
    @JsonProperty("equal")
    EQUAL,
    /** Its beginning. */
    @JsonProperty("prefix")
    PREFIX,
    /** A regular expression. */
    @JsonProperty("regex")
    REGEX,
    /** That it is there. */
    @JsonProperty("present")
    PRESENT
  }
}
