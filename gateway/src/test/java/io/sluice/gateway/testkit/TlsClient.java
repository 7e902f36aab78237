package io.sluice.gateway.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** Java's own TLS client, which trusts one authority and looks at all that it is shown. */
public final class TlsClient {
  private final SSLContext context;
  private String[] versions = {"TLSv1.3", "TLSv1.2"};
  private String[] protocols = {};
  private String[] suites;
  private String[] signatures;

  /** A client that shows no certificate. */
  public TlsClient(TestCertificates trusted) {
    this(trusted, null);
  }

  /** A client that shows a certificate when it is asked, or none when null. */
  public TlsClient(TestCertificates trusted, TestCertificates.Identity own) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("ca", trusted.certificate());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      KeyManager[] keys = own == null ? null : new KeyManager[] {new Always(own)};
      context = SSLContext.getInstance("TLS");
      context.init(keys, trust.getTrustManagers(), null);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Versions that are offered. */
  public TlsClient versions(String... some) {
    versions = some;
    return this;
  }

  /** Application protocols that are offered. */
  public TlsClient protocols(String... some) {
    protocols = some;
    return this;
  }

  /** Cipher suites that are offered. */
  public TlsClient suites(String... some) {
    suites = some;
    return this;
  }

  /** Signature schemes that are offered, by JSSE's names. */
  public TlsClient signatures(String... some) {
    signatures = some;
    return this;
  }

  /**
   * Connects and completes the handshake.
   *
   * @param serverName sent as SNI and looked for in the certificate; null: none is sent
   */
  public Connection connect(int port, String serverName) throws IOException {
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
    plain.setSoTimeout(10_000);
    plain.setTcpNoDelay(true);
    String peer = serverName == null ? "127.0.0.1" : serverName;
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, peer, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(versions);
    parameters.setApplicationProtocols(protocols);
    if (suites != null) {
      parameters.setCipherSuites(suites);
    }
    if (signatures != null) {
      parameters.setSignatureSchemes(signatures);
    }
    if (serverName != null) {
      parameters.setServerNames(List.of(new SNIHostName(serverName)));
    }
    socket.setSSLParameters(parameters);
    try {
      socket.startHandshake();
    } catch (IOException e) {
      plain.close();
      throw e;
    }
    return new Connection(socket, new RawClient(socket));
  }

  /** Shows its certificate even to a server that names other authorities. */
  private static final class Always extends X509ExtendedKeyManager {
    private final TestCertificates.Identity own;

    Always(TestCertificates.Identity own) {
      this.own = own;
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return "own";
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {"own"};
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[] {own.certificate()};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return own.key();
    }
  }

  /** A connection whose handshake is complete. */
  public record Connection(SSLSocket socket, RawClient client) implements AutoCloseable {
    /** The certificate that the server showed. */
    public X509Certificate certificate() throws IOException {
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    /** The name that the certificate was issued for. */
    public String certificateName() throws IOException {
      String name = certificate().getSubjectX500Principal().getName();
      return name.substring(name.indexOf('=') + 1);
    }

    /** {@code RSA} or {@code EC}. */
    public String keyType() throws IOException {
      return certificate().getPublicKey().getAlgorithm();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
