package io.sluice.gateway.modification;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.sluice.contracts.model.Modifications;
import io.sluice.contracts.model.Modifications.Mirror;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.rule.InvalidExpressionException;
import java.util.Objects;

/** What a rule changes of its requests and their answers. Immutable. */
public final class Changes {
  private final Modifications spec;
  private final Rule.PathMatch path;
  private final Rewrite rewrite;
  private final HeaderEdits requestEdits;
  private final HeaderEdits answerEdits;

  private Changes(Rule rule) throws InvalidExpressionException {
    spec = rule.modifications();
    path = rule.path();
    rewrite = Rewrite.of(rule);
    requestEdits = HeaderEdits.of(spec.requestHeaders());
    answerEdits = HeaderEdits.of(spec.responseHeaders());
  }

  /**
   * The changes of a rule, or null when it has none.
   *
   * @throws InvalidExpressionException when they are not understood, so that the rule must not be
   *     used
   */
  public static Changes of(Rule rule) throws InvalidExpressionException {
    return rule.modifications().equals(Modifications.NONE) ? null : new Changes(rule);
  }

  /**
   * The request target that the target gets.
   *
   * @param requestTarget as the client sent it
   */
  public String target(String requestTarget) throws UnfitTargetException {
    return rewrite == null ? requestTarget : rewrite.target(requestTarget);
  }

  /** Changes the fields of a request that are ready for the target. */
  public void applyToRequest(HttpHeaders headers) {
    if (rewrite != null && rewrite.host() != null) {
      headers.set(HttpHeaderNames.HOST, rewrite.host());
    }
    requestEdits.apply(headers);
  }

  /** Changes the fields of an answer that are ready for the client, but for framing. */
  public void applyToAnswer(HttpHeaders headers) {
    answerEdits.apply(headers);
  }

  /** Who gets copies of requests, or null. */
  public Mirror mirror() {
    return spec.mirror();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Changes that
        && spec.equals(that.spec)
        && (rewrite == null || Objects.equals(path, that.path));
  }

  @Override
  public int hashCode() {
    return spec.hashCode();
  }
}
