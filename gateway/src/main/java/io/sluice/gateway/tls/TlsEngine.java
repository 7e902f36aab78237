package io.sluice.gateway.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import java.util.Locale;

/** The library that does TLS. */
public enum TlsEngine {
  /** BoringSSL by netty-tcnative; there is one for Linux on x86-64. */
  BORINGSSL(SslProvider.OPENSSL_REFCNT),
  /** The JDK's own; everywhere. */
  JDK(SslProvider.JDK);

  private static final String REJECT_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

  private final SslProvider provider;

  TlsEngine(SslProvider provider) {
    this.provider = provider;
  }

  /**
   * The engine of a setting.
   *
   * @param setting {@code auto}: the fastest one that works here; {@code boringssl}; {@code jdk}
   * @throws IllegalArgumentException when it is none of these, or does not work here
   */
  public static TlsEngine of(String setting) {
    TlsEngine engine =
        switch (setting.toLowerCase(Locale.ROOT)) {
          case "auto" -> boringSslWorks() ? BORINGSSL : JDK;
          case "boringssl" -> BORINGSSL;
          case "jdk" -> JDK;
          default ->
              throw new IllegalArgumentException(
                  "sluice.gateway.tls-engine is '"
                      + setting
                      + "', but must be auto, boringssl or jdk");
        };
    if (engine == BORINGSSL && !boringSslWorks()) {
      throw new IllegalArgumentException(
          "sluice.gateway.tls-engine is boringssl, which does not work here: "
              + OpenSsl.unavailabilityCause());
    }
    // Read by the JDK when it makes its first engine.
    if (System.getProperty(REJECT_RENEGOTIATION) == null) {
      System.setProperty(REJECT_RENEGOTIATION, "true");
    }
    return engine;
  }

  SslProvider provider() {
    return provider;
  }

  /** The library's name and version. */
  public String version() {
    return this == BORINGSSL ? OpenSsl.versionString() : "JDK " + Runtime.version().feature();
  }

  private static boolean boringSslWorks() {
    try {
      return OpenSsl.isAvailable() && "BoringSSL".equals(OpenSsl.versionString());
    } catch (LinkageError notLinked) {
      // A native executable may lack classes of it.
      return false;
    }
  }
}
