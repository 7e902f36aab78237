package io.sluice.gateway.http.codec;

/** Ends the parsing of a malformed message. Without a stack trace, since a peer can cause many. */
final class MalformedException extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;

  MalformedException(int status, String detail) {
    super(detail, null, false, false);
    this.status = status;
  }

  static MalformedException badRequest(String detail) {
    return new MalformedException(400, detail);
  }

  Malformed asMessage() {
    return new Malformed(status, getMessage());
  }
}
