package io.sluice.gateway.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.contracts.model.Certificate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** An authority that signs certificates for tests, in milliseconds and without any tool. */
public final class TestCertificates {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] ECDSA_SHA256 = der(0x30, oid(0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2));
  private static final byte[] RSA_SHA256 =
      der(0x30, oid(0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 11), new byte[] {5, 0});
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private final String name;
  private final KeyPair keys;
  private final X509Certificate certificate;

  private TestCertificates(String name, String keyType) {
    this.name = name;
    this.keys = newKeys(keyType);
    this.certificate = sign(name, keys, List.of(), Duration.ofDays(1), true);
  }

  /** A new authority. */
  public static TestCertificates authority(String name) {
    return authority(name, "EC");
  }

  /** A new authority with a key that is {@code EC} or {@code RSA}. */
  public static TestCertificates authority(String name, String keyType) {
    return new TestCertificates(name, keyType);
  }

  /**
   * A certificate with its key.
   *
   * @param certificate it
   * @param key its private key
   */
  public record Identity(X509Certificate certificate, PrivateKey key) {
    /** In PEM. */
    public String certificatePem() {
      return pem("CERTIFICATE", encoded(certificate));
    }

    /** In PEM, PKCS#8. */
    public String keyPem() {
      return pem("PRIVATE KEY", key.getEncoded());
    }

    /** As gateways are told of it. */
    public Certificate asModel(String... names) {
      return model(certificate, certificatePem(), keyPem(), List.of(names));
    }
  }

  /** A certificate of a day for DNS names or IP addresses; the key is {@code EC} or {@code RSA}. */
  public Identity issue(String keyType, String... names) {
    return issue(keyType, Duration.ofDays(1), names);
  }

  /** A certificate that ends in some time, which may be negative. */
  public Identity issue(String keyType, Duration validity, String... names) {
    KeyPair pair = newKeys(keyType);
    return new Identity(sign(names[0], pair, List.of(names), validity, false), pair.getPrivate());
  }

  /** A server's certificate as gateways are told of it. */
  public Certificate server(String keyType, String... names) {
    return issue(keyType, names).asModel(names);
  }

  /** The authority's own certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** The authority's own certificate in PEM. */
  public String pem() {
    return pem("CERTIFICATE", encoded(certificate));
  }

  /** The authority as gateways are told of it. */
  public Certificate asModel() {
    return model(certificate, pem(), null, List.of());
  }

  private static Certificate model(
      X509Certificate certificate, String pem, String keyPem, List<String> names) {
    return new Certificate(
        UUID.randomUUID(),
        "c" + RANDOM.nextInt(1_000_000),
        "",
        pem,
        keyPem,
        names,
        certificate.getPublicKey().getAlgorithm(),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        new BigInteger(1, certificate.getSignature()).toString(16));
  }

  private static KeyPair newKeys(String type) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
      if (type.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      } else {
        generator.initialize(2048);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509Certificate sign(
      String subject, KeyPair pair, List<String> names, Duration validity, boolean authority) {
    Instant end = Instant.now().plus(validity);
    Instant begin = (end.isBefore(Instant.now()) ? end : Instant.now()).minus(Duration.ofDays(1));
    boolean ec = keys.getPrivate().getAlgorithm().equals("EC");
    byte[] algorithm = ec ? ECDSA_SHA256 : RSA_SHA256;
    List<byte[]> extensions = new ArrayList<>();
    if (authority) {
      extensions.add(extension(oid(0x55, 0x1D, 0x13), der(0x30, new byte[] {1, 1, (byte) 0xFF})));
    }
    if (!names.isEmpty()) {
      byte[][] all = names.stream().map(TestCertificates::alternativeName).toArray(byte[][]::new);
      extensions.add(extension(oid(0x55, 0x1D, 0x11), der(0x30, all)));
    }
    byte[] body =
        der(
            0x30,
            der(0xA0, new byte[] {2, 1, 2}),
            der(0x02, new BigInteger(64, RANDOM).add(BigInteger.ONE).toByteArray()),
            algorithm,
            distinguishedName(name),
            der(0x30, time(begin), time(end)),
            distinguishedName(subject),
            pair.getPublic().getEncoded(),
            der(0xA3, der(0x30, extensions.toArray(byte[][]::new))));
    try {
      Signature signature = Signature.getInstance(ec ? "SHA256withECDSA" : "SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(body);
      byte[] whole = der(0x30, body, algorithm, der(0x03, new byte[] {0}, signature.sign()));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(whole));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] alternativeName(String name) {
    if (!name.matches("[0-9.]+")) {
      return der(0x82, name.getBytes(US_ASCII));
    }
    try {
      return der(0x87, InetAddress.getByName(name).getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  private static byte[] distinguishedName(String name) {
    return der(0x30, der(0x31, der(0x30, oid(0x55, 0x04, 0x03), der(0x0C, name.getBytes(UTF_8)))));
  }

  private static byte[] extension(byte[] id, byte[] value) {
    return der(0x30, id, der(0x04, value));
  }

  private static byte[] time(Instant at) {
    return der(0x18, TIME.format(at).getBytes(US_ASCII));
  }

  private static byte[] oid(int... bytes) {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    return der(0x06, content);
  }

  /** An element of DER (X.690). */
  private static byte[] der(int tag, byte[]... contents) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : contents) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.size();
    if (length < 0x80) {
      out.write(length);
    } else {
      byte[] bytes = BigInteger.valueOf(length).toByteArray();
      int from = bytes[0] == 0 ? 1 : 0;
      out.write(0x80 | bytes.length - from);
      out.write(bytes, from, bytes.length - from);
    }
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String type, byte[] content) {
    return "-----BEGIN "
        + type
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
        + "\n-----END "
        + type
        + "-----\n";
  }
}
