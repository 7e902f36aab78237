package io.sluice.chassis.problem;

import java.util.List;

/** Ends a request with a {@link Problem}. Carries no stack trace: it is an answer, not a bug. */
public class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient List<Violation> errors;

  public ProblemException(int status, String detail, List<Violation> errors) {
    super(detail, null, false, false);
    this.status = status;
    this.errors = List.copyOf(errors);
  }

  /** 400: the input is malformed or out of range. */
  public static ProblemException badRequest(String field, Object value, String allowed) {
    Violations violations = new Violations();
    violations.add(field, value, allowed);
    return badRequest(violations);
  }

  /** 400: the input has these wrong fields. */
  public static ProblemException badRequest(Violations violations) {
    List<Violation> errors = violations.all();
    String detail =
        errors.size() == 1
            ? "One field is wrong: " + errors.getFirst().field()
            : errors.size() + " fields are wrong";
    return new ProblemException(400, detail, errors);
  }

  /** 404: there is no such object. */
  public static ProblemException notFound(String kind, Object id) {
    return new ProblemException(404, "There is no " + kind + " " + id, List.of());
  }

  /** 409: the state of this or another object forbids it. */
  public static ProblemException conflict(String detail) {
    return new ProblemException(409, detail, List.of());
  }

  /** 409: a value that must be unique is taken. */
  public static ProblemException taken(String field, Object value, String allowed) {
    return new ProblemException(
        409,
        "The " + field + " is taken",
        List.of(new Violation(field, String.valueOf(value), allowed)));
  }

  /** 412: the object changed since the ETag of {@code If-Match}. */
  public static ProblemException preconditionFailed(String etag) {
    return new ProblemException(
        412, "The object has changed since: its ETag is " + etag, List.of());
  }

  /** 422: a field refers to what does not exist, or the like. */
  public static ProblemException unprocessable(String field, Object value, String allowed) {
    return new ProblemException(
        422,
        "The " + field + " cannot be used",
        List.of(new Violation(field, String.valueOf(value), allowed)));
  }

  /** 503: what is needed to answer is away; nothing was stored. */
  public static ProblemException unavailable(String detail) {
    return new ProblemException(503, detail, List.of());
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The wrong fields. */
  public List<Violation> errors() {
    return errors;
  }
}
