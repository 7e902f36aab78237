package io.sluice.gateway.http.codec;

/** The version of HTTP in which a message came. */
public enum WireVersion {
  /** HTTP/1.0. */
  HTTP_1_0("1.0"),
  /** HTTP/1.1. */
  HTTP_1_1("1.1"),
  /** HTTP/2. */
  HTTP_2("2.0");

  private final String number;
  private final String text;

  WireVersion(String number) {
    this.number = number;
    this.text = "HTTP/" + number;
  }

  /** As in a Via field: {@code 1.1}. */
  public String number() {
    return number;
  }

  /** As in a request line: {@code HTTP/1.1}. */
  public String text() {
    return text;
  }
}
