package io.sluice.gateway.http.codec;

/** Ends the parsing of a malformed message. Without a stack trace, since a peer can cause many. */
public final class MalformedException extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final Flaw flaw;

  /** A limit that was exceeded, which is no flaw of the bytes. */
  MalformedException(int status, String detail) {
    this(status, null, detail);
  }

  MalformedException(int status, Flaw flaw, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.flaw = flaw;
  }

  static MalformedException badRequest(Flaw flaw, String detail) {
    return new MalformedException(400, flaw, detail);
  }

  Malformed asMessage() {
    return new Malformed(status, flaw, getMessage());
  }
}
