package io.sluice.gateway.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.sluice.contracts.model.ListenerTls;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** Makes contexts out of certificates. */
final class ContextFactory {
  /** X25519 first: it is the cheapest, and what clients send a key share for. */
  private static final String[] GROUPS = {"x25519", "secp256r1", "secp384r1"};

  private static final String[] HYBRID_GROUPS = {
    "x25519", "X25519MLKEM768", "secp256r1", "secp384r1"
  };

  private final TlsEngine engine;
  private boolean hybrid = true;

  ContextFactory(TlsEngine engine) {
    this.engine = engine;
  }

  /**
   * What a context is made from; equal ones share one.
   *
   * @param authorityPem what clients' certificates must lead to; null when none is asked for
   * @param domain sessions are resumed within one
   */
  record Recipe(
      String certificatePem,
      String privateKeyPem,
      Policy policy,
      List<String> protocols,
      ListenerTls.ClientAuth clientAuth,
      String authorityPem,
      String domain) {

    /** Without the key. */
    @Override
    public String toString() {
      return "Recipe[policy=%s, protocols=%s, domain=%s]".formatted(policy, protocols, domain);
    }
  }

  /**
   * Makes one.
   *
   * @throws GeneralSecurityException when certificate, key or authority cannot be used
   * @throws IOException when the library refuses them
   * @throws IllegalArgumentException when the key's kind is not supported
   */
  ServerContext make(Recipe recipe, TicketKeys tickets)
      throws GeneralSecurityException, IOException {
    X509Certificate[] chain = Pem.certificates(recipe.certificatePem());
    KeyType type = KeyType.of(chain[0].getPublicKey());
    if (recipe.privateKeyPem() == null) {
      throw new GeneralSecurityException("it has no private key");
    }
    PrivateKey key = Pem.privateKey(recipe.privateKeyPem(), type);
    Pem.requirePair(chain[0], key, type);
    SslContext context = build(recipe, chain, key);
    ServerContext made =
        new ServerContext(
            context,
            recipe.policy(),
            type,
            KeyType.curve(chain[0].getPublicKey()),
            recipe.protocols(),
            recipe.domain());
    try {
      if (context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
        configure(sessions, recipe.domain());
        made.ticketKeys(tickets);
      }
      return made;
    } catch (RuntimeException e) {
      made.release();
      throw e;
    }
  }

  private SslContext build(Recipe recipe, X509Certificate[] chain, PrivateKey key)
      throws GeneralSecurityException, IOException {
    // BoringSSL cannot be told to do without some cipher suites of TLS 1.3.
    TlsEngine fitting = recipe.policy().takesAllOfTls13() ? engine : TlsEngine.JDK;
    if (fitting != TlsEngine.BORINGSSL) {
      return builder(recipe, chain, key, fitting).build();
    }
    if (hybrid) {
      try {
        return builder(recipe, chain, key, fitting)
            .option(OpenSslContextOption.GROUPS, HYBRID_GROUPS)
            .option(OpenSslContextOption.USE_TASKS, false)
            .build();
      } catch (IOException notOffered) {
        hybrid = false;
      }
    }
    return builder(recipe, chain, key, fitting)
        .option(OpenSslContextOption.GROUPS, GROUPS)
        .option(OpenSslContextOption.USE_TASKS, false)
        .build();
  }

  private static SslContextBuilder builder(
      Recipe recipe, X509Certificate[] chain, PrivateKey key, TlsEngine engine)
      throws GeneralSecurityException {
    SslContextBuilder builder =
        SslContextBuilder.forServer(key, chain)
            .sslProvider(engine.provider())
            .protocols(recipe.policy().versions())
            .ciphers(recipe.policy().suiteNames())
            .sessionTimeout(TicketKeys.LIFETIME.toSeconds());
    if (!recipe.protocols().isEmpty()) {
      builder.applicationProtocolConfig(
          new ApplicationProtocolConfig(
              Protocol.ALPN,
              SelectorFailureBehavior.NO_ADVERTISE,
              SelectedListenerFailureBehavior.ACCEPT,
              recipe.protocols()));
    }
    if (recipe.clientAuth() != ListenerTls.ClientAuth.OFF) {
      builder
          .clientAuth(
              recipe.clientAuth() == ListenerTls.ClientAuth.REQUIRED
                  ? ClientAuth.REQUIRE
                  : ClientAuth.OPTIONAL)
          .trustManager(Pem.certificates(recipe.authorityPem()));
    }
    return builder;
  }

  /** What Netty's builder cannot say. */
  private static void configure(OpenSslServerSessionContext sessions, String domain) {
    // Tickets carry all that is needed; a cache would be shared by no other gateway either.
    sessions.setSessionCacheEnabled(false);
    if (!sessions.setSessionIdContext(digest(domain))) {
      throw new IllegalStateException("the session id context was refused");
    }
  }

  private static byte[] digest(String domain) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(domain.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
