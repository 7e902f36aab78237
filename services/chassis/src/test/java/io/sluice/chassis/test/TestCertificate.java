package io.sluice.chassis.test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
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
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate with its key, made on the spot.
 *
 * @param chain itself and those that signed it, without the root
 * @param key its private key
 */
public record TestCertificate(List<X509Certificate> chain, PrivateKey key) {
  private static final byte[] SHA256_RSA = hex("300d06092a864886f70d01010b0500");
  private static final byte[] SHA256_ECDSA = hex("300a06082a8648ce3d040302");
  private static final byte[] BASIC_CONSTRAINTS_CA = hex("300f0603551d130101ff040530030101ff");
  private static final byte[] ALTERNATIVE_NAMES = hex("0603551d11");
  private static final byte[] VERSION_3 = hex("a003020102");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  /** A certificate in the making. */
  public static Builder named(String commonName) {
    return new Builder(commonName);
  }

  /** Itself. */
  public X509Certificate certificate() {
    return chain.getFirst();
  }

  /** The chain in PEM, itself first. */
  public String pem() {
    StringBuilder text = new StringBuilder();
    try {
      for (X509Certificate certificate : chain) {
        text.append(pem("CERTIFICATE", certificate.getEncoded()));
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  /** The key in PEM, PKCS#8. */
  public String keyPem() {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  /** Bytes in PEM. */
  public static String pem(String label, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content), label);
  }

  /** A certificate in the making: EC on P-256, valid from yesterday for 90 days, self-signed. */
  public static final class Builder {
    private final X500Principal subject;
    private final List<byte[]> names = new ArrayList<>();
    private String algorithm = "EC";
    private String size = "secp256r1";
    private Instant notBefore = Instant.now().minus(Duration.ofDays(1));
    private Instant notAfter = Instant.now().plus(Duration.ofDays(90));
    private boolean authority;
    private TestCertificate issuer;

    private Builder(String commonName) {
      subject = new X500Principal("CN=" + commonName);
    }

    /** With an RSA key of some bits. */
    public Builder rsa(int bits) {
      algorithm = "RSA";
      size = String.valueOf(bits);
      return this;
    }

    /** With an EC key on a curve. */
    public Builder curve(String name) {
      algorithm = "EC";
      size = name;
      return this;
    }

    /** Valid for DNS names. */
    public Builder dns(String... dnsNames) {
      Arrays.stream(dnsNames)
          .forEach(name -> names.add(der(0x82, name.getBytes(StandardCharsets.US_ASCII))));
      return this;
    }

    /** Valid for an IP address. */
    public Builder ip(String literal) {
      try {
        names.add(der(0x87, InetAddress.getByName(literal).getAddress()));
        return this;
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException(e);
      }
    }

    /** Valid from one time to another. */
    public Builder valid(Instant from, Instant to) {
      notBefore = from;
      notAfter = to;
      return this;
    }

    /** May sign others. */
    public Builder authority() {
      authority = true;
      return this;
    }

    /** Signed by another, which comes into the chain unless it is self-signed. */
    public Builder signedBy(TestCertificate other) {
      issuer = other;
      return this;
    }

    /** Makes it. */
    public TestCertificate create() {
      try {
        KeyPair keys = keys();
        X500Principal signer =
            issuer == null ? subject : issuer.certificate().getSubjectX500Principal();
        PrivateKey signing = issuer == null ? keys.getPrivate() : issuer.key();
        boolean rsa = signing.getAlgorithm().equals("RSA");
        byte[] signatureAlgorithm = rsa ? SHA256_RSA : SHA256_ECDSA;
        byte[] content = content(keys, signer, signatureAlgorithm);
        Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSA");
        signature.initSign(signing);
        signature.update(content);
        byte[] encoded =
            der(0x30, content, signatureAlgorithm, der(0x03, new byte[1], signature.sign()));
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(encoded)));
        if (issuer != null) {
          issuer.chain().stream().filter(TestCertificate::isNoRoot).forEach(chain::add);
        }
        return new TestCertificate(List.copyOf(chain), keys.getPrivate());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    private KeyPair keys() throws GeneralSecurityException {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("RSA")) {
        generator.initialize(Integer.parseInt(size));
      } else {
        generator.initialize(new ECGenParameterSpec(size));
      }
      return generator.generateKeyPair();
    }

    private byte[] content(KeyPair keys, X500Principal signer, byte[] signatureAlgorithm) {
      byte[] serial = new byte[8];
      new SecureRandom().nextBytes(serial);
      serial[0] = 1;
      byte[] validity = der(0x30, time(notBefore), time(notAfter));
      ByteArrayOutputStream extensions = new ByteArrayOutputStream();
      if (authority) {
        extensions.writeBytes(BASIC_CONSTRAINTS_CA);
      }
      if (!names.isEmpty()) {
        byte[] all = der(0x30, names.toArray(byte[][]::new));
        extensions.writeBytes(der(0x30, ALTERNATIVE_NAMES, der(0x04, all)));
      }
      byte[] optional =
          extensions.size() == 0 ? new byte[0] : der(0xA3, der(0x30, extensions.toByteArray()));
      return der(
          0x30,
          VERSION_3,
          der(0x02, serial),
          signatureAlgorithm,
          signer.getEncoded(),
          validity,
          subject.getEncoded(),
          keys.getPublic().getEncoded(),
          optional);
    }

    private static byte[] time(Instant time) {
      return der(0x18, TIME.format(time).getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static boolean isNoRoot(X509Certificate certificate) {
    return !certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(content::writeBytes);
    int length = content.size();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(tag);
    if (length < 0x80) {
      all.write(length);
    } else if (length < 0x100) {
      all.writeBytes(new byte[] {(byte) 0x81, (byte) length});
    } else {
      all.writeBytes(new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length});
    }
    all.writeBytes(content.toByteArray());
    return all.toByteArray();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
