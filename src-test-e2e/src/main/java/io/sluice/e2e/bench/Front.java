package io.sluice.e2e.bench;

/** What a client speaks on a port. */
enum Front {
  /** HTTP/1.1. */
  PLAIN("http"),
  /** HTTP/2 without TLS. */
  H2C("http"),
  /** HTTP/1.1 or HTTP/2 over TLS. */
  TLS("https");

  private final String scheme;

  Front(String scheme) {
    this.scheme = scheme;
  }

  String scheme() {
    return scheme;
  }
}
