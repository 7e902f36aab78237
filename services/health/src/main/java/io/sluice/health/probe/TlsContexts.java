package io.sluice.health.probe;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.sluice.health.domain.Pair;
import io.sluice.health.domain.ProbeTls;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** TLS of probes. */
final class TlsContexts {
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private TlsContexts() {}

  /** A context of some settings; the target's name is verified by {@link #handler}'s parameters. */
  static SslContext create(ProbeTls tls) {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forClient().sslProvider(SslProvider.JDK).protocols(VERSIONS);
      if (!tls.verify()) {
        builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
      } else if (tls.authorityPem() != null) {
        builder.trustManager(stream(tls.authorityPem()));
      }
      if (tls.certificatePem() != null) {
        builder.keyManager(stream(tls.certificatePem()), stream(tls.keyPem()));
      }
      return builder.build();
    } catch (SSLException e) {
      throw new IllegalArgumentException("the certificates of a backend service are unfit", e);
    }
  }

  /** The handler of one connection. */
  static SslHandler handler(SslContext context, ByteBufAllocator allocator, Pair pair) {
    ProbeTls tls = pair.tls();
    String name = tls.serverName() == null ? pair.address() : tls.serverName();
    SslHandler handler = context.newHandler(allocator, name, pair.probePort());
    SSLParameters parameters = handler.engine().getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(tls.verify() ? "HTTPS" : null);
    if (pair.grpc()) {
      parameters.setApplicationProtocols(List.of("h2").toArray(String[]::new));
    }
    handler.engine().setSSLParameters(parameters);
    // The probe's own time is over sooner.
    handler.setHandshakeTimeoutMillis(2_000L * pair.check().timeoutSeconds());
    return handler;
  }

  private static InputStream stream(String pem) {
    return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
  }
}
