package io.sluice.listeners.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.chassis.problem.Violation;
import io.sluice.chassis.problem.Violations;
import io.sluice.chassis.test.TestCertificate;
import io.sluice.contracts.model.Certificate;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateDraftTest {
  private static final UUID ID = new UUID(1, 1);
  private static final Instant NOW = Instant.now();

  private static final TestCertificate ROOT = TestCertificate.named("root").authority().create();
  private static final TestCertificate MIDDLE =
      TestCertificate.named("middle").authority().signedBy(ROOT).create();
  private static final TestCertificate LEAF =
      TestCertificate.named("leaf")
          .dns("Shop.Test", "*.shop.test")
          .ip("10.0.0.1")
          .signedBy(MIDDLE)
          .create();
  private static final TestCertificate RSA =
      TestCertificate.named("rsa").rsa(2048).dns("rsa.test").create();

  private final Violations violations = new Violations();

  /** What was refused in a test. */
  private final List<Violation> all = new ArrayList<>();

  @Test
  void whatACertificateSaysIsReadFromIt() {
    Certificate certificate = valid(LEAF.pem(), LEAF.keyPem());

    assertThat(certificate.names()).containsExactly("shop.test", "*.shop.test");
    assertThat(certificate.keyType()).isEqualTo("EC");
    assertThat(certificate.fingerprint()).matches("[0-9a-f]{64}");
    assertThat(certificate.notAfter()).isEqualTo(LEAF.certificate().getNotAfter().toInstant());
    assertThat(certificate.authority()).isFalse();
    assertThat(valid(RSA.pem(), RSA.keyPem()).keyType()).isEqualTo("RSA");
  }

  @Test
  void textAroundTheBlocksAndCarriageReturnsAreNoHindrance() {
    String pem = "Bag Attributes\r\n  subject: leaf\r\n" + LEAF.pem().replace("\n", "\r\n");

    assertThat(valid(pem, "\n# key\n" + LEAF.keyPem()).certificatePem()).isEqualTo(LEAF.pem());
  }

  @Test
  void theRootMayStandAtTheEnd() {
    assertThat(valid(LEAF.pem() + ROOT.pem(), LEAF.keyPem()).names()).contains("shop.test");
  }

  @Test
  void aChainInTheWrongOrderIsRefusedWithThePlace() {
    refused(
        MIDDLE.pem() + LEAF.pem(), MIDDLE.keyPem(), "certificatePem", "certificate 1 (CN=middle)");
    refused(LEAF.pem() + RSA.pem(), LEAF.keyPem(), "certificatePem", "not signed by certificate 3");
  }

  @Test
  void anImpostorWithTheIssuersNameIsNotTheIssuer() {
    TestCertificate impostor = TestCertificate.named("root").authority().create();

    refused(MIDDLE.pem() + impostor.pem(), MIDDLE.keyPem(), "certificatePem", "not signed by");
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() {
    TestCertificate other = TestCertificate.named("other").create();

    refused(LEAF.pem(), other.keyPem(), "privateKeyPem", "the key of another");
    refused(LEAF.pem(), RSA.keyPem(), "privateKeyPem", "no valid key of EC");
    refused(RSA.pem(), LEAF.keyPem(), "privateKeyPem", "no valid key of RSA");
  }

  @Test
  void aKeyInPkcs1IsConverted() throws Exception {
    byte[] pkcs8 = RSA.key().getEncoded();
    // version, algorithm and the heads of sequence and octet string take 26 bytes
    String pkcs1 =
        TestCertificate.pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, 26, pkcs8.length));

    assertThat(key(valid(RSA.pem(), pkcs1), "RSA")).isEqualTo(RSA.key());
  }

  @Test
  void aKeyInSec1IsConverted() throws Exception {
    byte[] pkcs8 = LEAF.key().getEncoded();
    // version, algorithm and the heads of sequence and octet string take 28 bytes
    int sec1 = 28;
    String pem =
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
            + TestCertificate.pem("EC PRIVATE KEY", Arrays.copyOfRange(pkcs8, sec1, pkcs8.length));

    assertThat(key(valid(LEAF.pem(), pem.substring(pem.indexOf("-----BEGIN EC PRIV"))), "EC"))
        .isEqualTo(LEAF.key());
    assertThat(key(valid(LEAF.pem(), pem), "EC")).isEqualTo(LEAF.key());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nMIIB\n"
            + "-----END RSA PRIVATE KEY-----"
      })
  void anEncryptedKeyIsRefusedWithTheWayToDecryptIt(String key) {
    refused(LEAF.pem(), key, "privateKeyPem", "openssl pkey");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "MIIB",
        "-----BEGIN PRIVATE KEY-----\nMIIB",
        "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
        "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n*\n-----END PRIVATE KEY-----"
      })
  void whatIsNoKeyIsRefusedAndNotShown(String key) {
    refused(LEAF.pem(), key, "privateKeyPem", "key");

    assertThat(all.toString()).doesNotContain("MIIB");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
        "-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----"
      })
  void whatIsNoCertificateIsRefused(String pem) {
    refused(pem, LEAF.keyPem(), "certificatePem", "");
  }

  @Test
  void aKeyAmongTheCertificatesIsRefusedAndNotShown() {
    refused(LEAF.keyPem() + LEAF.pem(), LEAF.keyPem(), "certificatePem", "privateKeyPem");

    assertThat(all.toString())
        .doesNotContain(LEAF.keyPem().lines().skip(1).findFirst().orElseThrow());
  }

  @Test
  void weakAndUnknownKeysAreRefused() {
    TestCertificate small = TestCertificate.named("small").rsa(1024).create();
    refused(small.pem(), small.keyPem(), "certificatePem", "1024 bits");
    TestCertificate odd = TestCertificate.named("odd").curve("secp521r1").create();
    refused(odd.pem(), odd.keyPem(), "certificatePem", "P-256 or P-384");
    TestCertificate wide = TestCertificate.named("wide").curve("secp384r1").create();
    assertThat(valid(wide.pem(), wide.keyPem()).keyType()).isEqualTo("EC");
  }

  @Test
  void anExpiredCertificateIsRefused() {
    TestCertificate old =
        TestCertificate.named("old")
            .valid(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(1)))
            .create();

    refused(old.pem(), old.keyPem(), "certificatePem", "expired at");
    refused(old.pem(), null, "certificatePem", "expired at");
  }

  @Test
  void aCertificateThatExpiredMeanwhileCanBeRenamed() {
    Certificate before = valid(LEAF.pem(), LEAF.keyPem());

    Certificate after =
        new CertificateDraft("new", "", LEAF.pem(), null)
            .validate(ID, before, NOW.plus(Duration.ofDays(400)), violations);

    assertThat(violations.all()).isEmpty();
    assertThat(after.name()).isEqualTo("new");
    assertThat(after.privateKeyPem()).isEqualTo(before.privateKeyPem());
  }

  @Test
  void anotherLeafNeedsItsKey() {
    Certificate before = valid(LEAF.pem(), LEAF.keyPem());

    new CertificateDraft("c", "", RSA.pem(), null).validate(ID, before, NOW, violations);

    assertThat(violations.all()).extracting(Violation::field).containsExactly("privateKeyPem");
    assertThat(violations.all().getFirst().allowed()).contains("required");
  }

  @Test
  void aRenewedCertificateOfTheSameKeyKeepsIt() {
    Certificate before = valid(LEAF.pem(), LEAF.keyPem());

    Certificate after =
        new CertificateDraft("c", "", LEAF.pem() + ROOT.pem(), null)
            .validate(ID, before, NOW, violations);

    assertThat(violations.all()).isEmpty();
    assertThat(after.privateKeyPem()).isEqualTo(before.privateKeyPem());
  }

  @Test
  void withoutAKeyItIsAnAuthorityAndStaysOne() {
    Certificate authority = valid(ROOT.pem() + RSA.pem(), null);

    assertThat(authority.authority()).isTrue();
    assertThat(authority.names()).isEmpty();
    assertThat(authority.notAfter())
        .isBeforeOrEqualTo(ROOT.certificate().getNotAfter().toInstant());
    new CertificateDraft("c", "", ROOT.pem(), ROOT.keyPem())
        .validate(ID, authority, NOW, violations);
    assertThat(violations.all()).extracting(Violation::field).containsExactly("privateKeyPem");
    assertThat(violations.all().getFirst().allowed()).contains("immutable");
  }

  @Test
  void aStoredKeyThatNoSecretKeyOpensIsAskedForAgain() {
    Certificate valid = valid(LEAF.pem(), LEAF.keyPem());
    Certificate before =
        new Certificate(
            ID,
            "c",
            "",
            valid.certificatePem(),
            CertificateDraft.UNREADABLE_KEY,
            valid.names(),
            "EC",
            valid.notBefore(),
            valid.notAfter(),
            valid.fingerprint());

    new CertificateDraft("c", "", LEAF.pem(), null).validate(ID, before, NOW, violations);
    assertThat(violations.all().getFirst().allowed()).contains("cannot be opened");
    Certificate after =
        new CertificateDraft("c", "", LEAF.pem(), LEAF.keyPem())
            .validate(ID, before, NOW, new Violations());
    assertThat(after)
        .isEqualTo(
            new CertificateDraft("c", "", LEAF.pem(), LEAF.keyPem())
                .validate(ID, null, NOW, new Violations()));
  }

  private Certificate valid(String certificates, String key) {
    Violations found = new Violations();
    Certificate certificate =
        new CertificateDraft("c", "", certificates, key).validate(ID, null, NOW, found);
    assertThat(found.all()).isEmpty();
    return certificate;
  }

  private void refused(String certificates, String key, String field, String words) {
    Violations found = new Violations();
    new CertificateDraft("c", "", certificates, key).validate(ID, null, NOW, found);
    assertThat(found.all()).extracting(Violation::field).containsExactly(field);
    assertThat(found.all().getFirst().allowed()).contains(words);
    found
        .all()
        .forEach(v -> violations.add(v.field() + violations.all().size(), v.value(), v.allowed()));
  }

  private static PrivateKey key(Certificate certificate, String algorithm) throws Exception {
    String body = certificate.privateKeyPem().replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance(algorithm)
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
  }
}
