package io.sluice.gateway.http;

/** A client's connection as its listener sees it. */
interface DownstreamConnection {
  /** No new request: an idle connection is closed, another when what it carries is answered. */
  void drain();

  /** Closes it at once. */
  void cut();

  /** Whether a timeout has come; it changes nothing but what it measures by. */
  boolean late(long now);

  /** Does what is to be done when {@link #late}. */
  void tooLate(long now);
}
