package io.sluice.chassis.api;

import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.store.IdempotencyKey;
import io.sluice.chassis.store.Stored;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The conditional and idempotency headers of a request. */
public final class Headers {
  private static final Pattern ETAGS =
      Pattern.compile("\\*|(W/)?\"[^\"]*\"(\\s*,\\s*(W/)?\"[^\"]*\")*");

  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private Headers() {}

  /**
   * Checks {@code If-Match} (RFC 9110 section 13.1.1: a weak tag never matches).
   *
   * @param ifMatch the header, or null when there is none
   * @throws ProblemException 412 when the resource is another version, 400 when malformed
   */
  public static Void checkIfMatch(String ifMatch, Stored<?> present) {
    if (ifMatch == null) {
      return null;
    }
    String text = ifMatch.strip();
    if (!ETAGS.matcher(text).matches()) {
      throw ProblemException.badRequest("If-Match", ifMatch, "* or an ETag, as \"3\"");
    }
    boolean matches =
        text.equals("*")
            || Arrays.stream(text.split(",", -1))
                .anyMatch(tag -> tag.strip().equals(present.etag()));
    if (!matches) {
      throw ProblemException.preconditionFailed(present.etag());
    }
    return null;
  }

  /**
   * The {@code Idempotency-Key} of a request, or null when there is none.
   *
   * @throws ProblemException 400 when it is not 1-255 visible ASCII characters
   */
  public static IdempotencyKey idempotencyKey(String key, String path, byte[] body) {
    if (key == null) {
      return null;
    }
    if (!KEY.matcher(key).matches()) {
      throw ProblemException.badRequest("Idempotency-Key", key, "1-255 visible ASCII characters");
    }
    return IdempotencyKey.of(key, path, body);
  }
}
