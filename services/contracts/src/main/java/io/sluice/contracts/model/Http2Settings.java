package io.sluice.contracts.model;

/**
 * HTTP/2 with clients: by ALPN on HTTPS, by prior knowledge (h2c) on HTTP.
 *
 * @param enabled whether it is spoken at all
 * @param maxConcurrentStreams 1-1000 open streams of one connection
 */
public record Http2Settings(boolean enabled, int maxConcurrentStreams) {
  /** Spoken, with 100 streams. */
  public static final Http2Settings DEFAULT = new Http2Settings(true, 100);
}
