package io.sluice.health.probe;

import io.sluice.chassis.test.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A TLS server on loopback that answers each request with 200, and tells what clients showed. */
final class TlsServer implements AutoCloseable {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final SSLServerSocket listening;

  /** The name that each client asked for; empty for none. */
  final BlockingQueue<String> names = new LinkedBlockingQueue<>();

  /**
   * Starts.
   *
   * @param clients authority of clients' certificates, or null to ask for none
   */
  TlsServer(TestCertificate certificate, TestCertificate clients) throws Exception {
    listening =
        (SSLServerSocket)
            context(certificate, clients)
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listening.setNeedClientAuth(clients != null);
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        SSLSocket socket = (SSLSocket) listening.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(SSLSocket socket) {
    try (socket) {
      socket.startHandshake();
      names.add(
          ((ExtendedSSLSession) socket.getSession())
              .getRequestedServerNames().stream().findFirst().map(TlsServer::name).orElse(""));
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          return;
        }
        head.append((char) next);
      }
      socket.getOutputStream().write(ANSWER);
    } catch (IOException e) {
      // A client that refuses the certificate, or closes after the handshake.
    }
  }

  private static String name(SNIServerName name) {
    return name instanceof SNIHostName host ? host.getAsciiName() : "?";
  }

  private static SSLContext context(TestCertificate certificate, TestCertificate clients)
      throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "server", certificate.key(), PASSWORD, certificate.chain().toArray(Certificate[]::new));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    TrustManagerFactory trust = null;
    if (clients != null) {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("clients", clients.certificate());
      trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), trust == null ? null : trust.getTrustManagers(), null);
    return context;
  }
}
