package io.sluice.contracts.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.UUID;

/**
 * A rule. Precedence in its group: an explicit priority first, the lower number first; then host
 * exact over longest {@code *.x} over longest {@code x.*} over none; then path exact over longest
 * prefix over longest expression over none; then more conditions over fewer; then the name. Owner:
 * listeners.
 *
 * @param id identity
 * @param ruleGroupId the group it belongs to
 * @param name 1-63 characters, unique in its group
 * @param description at most 256 characters
 * @param priority 1-50000, unique in its group, or null
 * @param host exact name, {@code *.example.com} or {@code www.example.*}, lower case, at most 253
 *     characters; null: any
 * @param path the path to match; null: any
 * @param action what happens to a request that matches
 * @param conditions 0-20 further conditions, all of which have to hold
 * @param modifications what is changed on the way
 */
public record Rule(
    UUID id,
    UUID ruleGroupId,
    String name,
    String description,
    Integer priority,
    String host,
    PathMatch path,
    Action action,
    List<Condition> conditions,
    Modifications modifications) {

  /** What is absent, as in a copy of an older version, is none. */
  public Rule {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    modifications = modifications == null ? Modifications.NONE : modifications;
  }

  /**
   * A match on the request's path; case matters.
   *
   * @param type how it is matched
   * @param value absolute path, or an RE2 expression that the whole path has to match; 1-1024
   *     characters
   */
  public record PathMatch(PathType type, String value) {}

  /** How a path is matched. */
  public enum PathType {
    /** The whole path. */
    @JsonProperty("exact")
    EXACT,
    /** Whole segments: {@code /a} takes {@code /a} and {@code /a/b}, not {@code /ab}. */
    @JsonProperty("prefix")
    PREFIX,
    /** A regular expression. */
    @JsonProperty("regex")
    REGEX
  }
}
