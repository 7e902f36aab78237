package io.sluice.gateway.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Sockets of targets that speak TLS. */
public final class TlsSockets {
  private TlsSockets() {}

  /**
   * A listening socket on a port of its own.
   *
   * @param clients the authority that clients must show a certificate of; null: none is asked for
   * @param protocols what is chosen from by ALPN, the preferred one first; none: ALPN is not spoken
   */
  public static ServerSocket listen(
      TestCertificates.Identity identity, TestCertificates clients, String... protocols)
      throws IOException {
    try {
      SSLContext context = context(identity, clients);
      SSLServerSocket socket =
          (SSLServerSocket)
              context
                  .getServerSocketFactory()
                  .createServerSocket(0, 500, InetAddress.getLoopbackAddress());
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setNeedClientAuth(clients != null);
      if (protocols.length > 0) {
        parameters.setApplicationProtocols(protocols);
      }
      socket.setSSLParameters(parameters);
      return socket;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** The server's side of TLS over a connection, which can be cut below it. */
  public static Socket over(Socket connection, TestCertificates.Identity identity)
      throws IOException {
    try {
      SSLSocket socket =
          (SSLSocket)
              context(identity, null).getSocketFactory().createSocket(connection, null, false);
      socket.setUseClientMode(false);
      return socket;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static SSLContext context(TestCertificates.Identity identity, TestCertificates clients)
      throws GeneralSecurityException, IOException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    KeyStore own = emptyStore();
    own.setKeyEntry(
        "own", identity.key(), new char[0], new X509Certificate[] {identity.certificate()});
    keys.init(own, new char[0]);
    TrustManagerFactory trust = null;
    if (clients != null) {
      KeyStore store = emptyStore();
      store.setCertificateEntry("clients", clients.certificate());
      trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust == null ? null : trust.getTrustManagers(), null);
    return context;
  }

  /** A listening socket that never shakes hands. */
  public static ServerSocket silent() throws IOException {
    return new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
  }

  /** Names that a client asked for by SNI. */
  public static List<String> names(Socket socket) {
    return ((ExtendedSSLSession) ((SSLSocket) socket).getSession())
        .getRequestedServerNames().stream()
            .map(name -> new String(name.getEncoded(), US_ASCII))
            .toList();
  }
}
