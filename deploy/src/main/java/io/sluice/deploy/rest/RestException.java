package io.sluice.deploy.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The management API refused a request, or could not be reached. */
public class RestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient List<FieldError> errors;

  /**
   * One field that was refused.
   *
   * @param field path of the field, as {@code targets[3].weight}
   * @param value what was sent
   * @param allowed what may be sent
   */
  public record FieldError(String field, String value, String allowed) {}

  private RestException(int status, String message, List<FieldError> errors, Throwable cause) {
    super(message, cause);
    this.status = status;
    this.errors = errors;
  }

  /** From a problem+json answer. */
  static RestException problem(int status, JsonNode problem) {
    List<FieldError> errors = new ArrayList<>();
    for (JsonNode error : problem.path("errors")) {
      errors.add(
          new FieldError(
              error.path("field").asText(""),
              error.path("value").asText(""),
              error.path("allowed").asText("")));
    }
    String detail = problem.path("detail").asText("");
    String title = problem.path("title").asText("");
    String message = detail.isEmpty() ? title : detail;
    return new RestException(
        status, message.isEmpty() ? "HTTP status " + status : message, List.copyOf(errors), null);
  }

  /** When no answer came. */
  static RestException unreachable(String where, Throwable cause) {
    String why = cause.getMessage() == null ? "no connection" : cause.getMessage();
    return new RestException(0, where + " cannot be reached: " + why, List.of(), cause);
  }

  /** The same, with a prefix taken from the names of its fields. */
  public RestException withoutPrefix(String prefix) {
    return new RestException(
        status,
        getMessage(),
        errors.stream()
            .filter(error -> error.field().startsWith(prefix))
            .map(error ->
                new FieldError(
                    error.field().substring(prefix.length()), error.value(), error.allowed()))
            .toList(),
        this);
  }

  /** HTTP status, or 0 when no answer came. */
  public int status() {
    return status;
  }

  /** The fields that were refused; empty when it was not for a field. */
  public List<FieldError> errors() {
    return errors;
  }
}
