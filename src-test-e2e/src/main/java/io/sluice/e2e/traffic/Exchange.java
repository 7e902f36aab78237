package io.sluice.e2e.traffic;

import java.util.Map;

/**
 * A whole answer.
 *
 * @param status its code
 * @param fields header fields by lower-case name
 * @param bodyBytes length of the body
 * @param body the body's first {@value HttpConnection#KEPT_BODY_BYTES} bytes, as Latin-1
 * @param intact whether the body is the test pattern
 */
public record Exchange(
    int status, Map<String, String> fields, long bodyBytes, String body, boolean intact) {
  /** Whether the connection ends with this answer. */
  public boolean closes() {
    return "close".equalsIgnoreCase(fields.getOrDefault("connection", ""));
  }

  /** The target that answered, or null when the gateway answered itself. */
  public String target() {
    return fields.get(Backend.NAME_FIELD);
  }

  /**
   * The gateway that carried the exchange: its name in the Via field, as the target saw it or as
   * the answer has it; null when neither does.
   */
  public String gateway() {
    String via = fields.getOrDefault(Backend.SEEN_VIA_FIELD, fields.get("via"));
    if (via == null) {
      return null;
    }
    String last = via.substring(via.lastIndexOf(',') + 1).strip();
    return last.substring(last.indexOf(' ') + 1).strip();
  }
}
