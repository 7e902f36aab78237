package io.sluice.e2e.bench;

/** What a client speaks on a port. */
enum Front {
  /** HTTP/1.1. */
  PLAIN("http"),
  /** HTTP/2 without TLS. */
  H2C("http"),
  /** HTTP/1.1 or HTTP/2 over TLS. */
  TLS("https"),
  /** HTTP/1.1, of which the gateway knows nothing: it passes bytes on. */
  TCP("http"),
  /** As {@link #TCP}; the kernel moves the bytes (splice) where the gateway can have it so. */
  SPLICED("http");

  private final String scheme;

  Front(String scheme) {
    this.scheme = scheme;
  }

  String scheme() {
    return scheme;
  }
}
