package io.sluice.listeners.domain;

import io.sluice.contracts.model.Action.FixedResponse;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks of the fixed-response action. */
final class FixedResponses {
  private static final int MAX_BODY = 4096;
  private static final int MAX_CONTENT_TYPE = 256;
  private static final Set<Integer> BODILESS = Set.of(204, 205, 304);
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern MEDIA_TYPE =
      Pattern.compile(
          TOKEN + "/" + TOKEN + "( *; *" + TOKEN + "=(" + TOKEN + "|\"[ !#-\\[\\]-~]*\"))*");

  private FixedResponses() {}

  static FixedResponse validate(String field, ActionDraft draft, Checks checks) {
    Integer status = draft.status();
    checks.require(
        status != null && ActionDraft.STATUS.contains(status),
        field + ".status",
        status,
        ActionDraft.STATUS.toString());
    String contentType = draft.contentType();
    if (contentType != null) {
      checks.require(
          contentType.length() <= MAX_CONTENT_TYPE && MEDIA_TYPE.matcher(contentType).matches(),
          field + ".contentType",
          contentType,
          "a media type of at most 256 characters, as text/plain; charset=utf-8");
    }
    String body = draft.body();
    if (body != null) {
      checks.require(
          body.length() <= MAX_BODY && body.chars().noneMatch(c -> c == 0),
          field + ".body",
          body,
          "at most 4096 characters without NUL");
      checks.require(
          body.isEmpty() || status == null || !BODILESS.contains(status),
          field + ".body",
          body,
          "nothing: an answer " + status + " has no body");
    }
    return new FixedResponse(status == null ? 0 : status, contentType, body);
  }
}
