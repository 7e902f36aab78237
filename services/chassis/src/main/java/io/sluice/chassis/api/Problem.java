package io.sluice.chassis.api;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sluice.chassis.problem.Violation;
import java.util.List;

/**
 * An error answer, {@code application/problem+json} (RFC 9457).
 *
 * @param type {@code about:blank}: the status says the kind
 * @param title the status in words
 * @param status the HTTP status
 * @param detail what went wrong, for a person
 * @param instance the path asked for; of an unexpected error {@code urn:uuid:} with the id under
 *     which it was logged
 * @param errors the wrong fields; empty when the error is of no field
 */
@RegisterForReflection(targets = {Problem.class, Violation.class})
public record Problem(
    String type, String title, int status, String detail, String instance, List<Violation> errors) {
  /** The media type. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** A problem of the standard kinds. */
  public static Problem of(int status, String detail, String instance, List<Violation> errors) {
    return new Problem("about:blank", title(status), status, detail, instance, errors);
  }

  /** It as JSON. */
  public String toJson() {
    return StrictJson.write(this);
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 406 -> "Not Acceptable";
      case 409 -> "Conflict";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 415 -> "Unsupported Media Type";
      case 422 -> "Unprocessable Content";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      default -> "Error";
    };
  }
}
