package io.sluice.gateway.tls;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;

/** What a handshake agreed on. */
public final class TlsConnection {
  private static final AttributeKey<TlsConnection> KEY = AttributeKey.valueOf("sluice.tls");

  private final TlsSet set;
  private final TlsSet.Entry certificate;
  private final String serverName;
  private final String version;
  private final String cipherSuite;
  private final String protocol;
  private boolean outputEnded;
  private boolean halvesPassedOn;

  TlsConnection(
      TlsSet set,
      TlsSet.Entry certificate,
      String serverName,
      String version,
      String cipherSuite,
      String protocol) {
    this.set = set;
    this.certificate = certificate;
    this.serverName = serverName;
    this.version = version;
    this.cipherSuite = cipherSuite;
    this.protocol = protocol;
  }

  /** Of a channel whose handshake is complete; null on one without TLS. */
  public static TlsConnection of(Channel channel) {
    return channel.attr(KEY).get();
  }

  void attachTo(Channel channel) {
    channel.attr(KEY).set(this);
  }

  void endOutput() {
    outputEnded = true;
  }

  /** Whether one's own side was ended in order; the client's may go on. */
  boolean outputEnded() {
    return outputEnded;
  }

  /** Lets the client end its half alone, where TLS and the library can: {@link TlsEnd#HALF}. */
  public void passHalvesOn() {
    halvesPassedOn = true;
  }

  boolean halvesPassedOn() {
    return halvesPassedOn;
  }

  /** The name that the client asked for (SNI), in lower case; or null. */
  public String serverName() {
    return serverName;
  }

  /** {@code TLSv1.2} or {@code TLSv1.3}. */
  public String version() {
    return version;
  }

  /** The cipher suite's name by IANA. */
  public String cipherSuite() {
    return cipherSuite;
  }

  /** The application protocol agreed on, such as {@code h2}; null when none was negotiated. */
  public String protocol() {
    return protocol;
  }

  /**
   * Whether requests for a host may come on this connection. A client may use one connection for
   * several hosts; where another certificate of the listener is made for the host, the answer is
   * 421 (RFC 9110 section 15.5.20) and the client connects anew.
   *
   * @param host in lower case, without port
   */
  public boolean covers(String host) {
    return host.equals(serverName) || set.mayServe(certificate, host);
  }
}
