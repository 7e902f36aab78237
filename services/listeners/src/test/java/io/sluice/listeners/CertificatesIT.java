package io.sluice.listeners;

import static io.sluice.listeners.Api.CERTIFICATES;
import static io.sluice.listeners.Api.LISTENERS;
import static io.sluice.listeners.Api.certificate;
import static io.sluice.listeners.Api.created;
import static io.sluice.listeners.Api.delete;
import static io.sluice.listeners.Api.get;
import static io.sluice.listeners.Api.httpsListener;
import static io.sluice.listeners.Api.json;
import static io.sluice.listeners.Api.line;
import static io.sluice.listeners.Api.newAuthority;
import static io.sluice.listeners.Api.newCertificate;
import static io.sluice.listeners.Api.newLoadBalancer;
import static io.sluice.listeners.Api.newName;
import static io.sluice.listeners.Api.newPort;
import static io.sluice.listeners.Api.patch;
import static io.sluice.listeners.Api.post;
import static io.sluice.listeners.Api.put;
import static io.sluice.listeners.Api.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.test.PostgresTestResource;
import io.sluice.chassis.test.TestCertificate;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.command.ReferenceAnswer;
import io.sluice.contracts.command.ReferenceQuery;
import io.sluice.contracts.model.Certificate;
import io.sluice.contracts.sync.ListenersDelta;
import io.sluice.contracts.sync.Revision;
import io.sluice.contracts.sync.SyncRequest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class CertificatesIT {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final TestCertificate SHOP =
      TestCertificate.named("shop").dns("shop.test", "*.shop.test").create();
  private static final TestCertificate OTHER = TestCertificate.named("other").rsa(2048).create();

  @Inject RegistryDouble registry;
  @Inject Bus bus;
  @Inject DataSource database;

  @BeforeEach
  void registryIsUp() {
    registry.up();
  }

  @Test
  void aCertificateIsStoredAndItsKeyIsNeverShown() {
    String name = newName("shop");
    String id =
        created(
            post(CERTIFICATES, certificate(name, SHOP))
                .statusCode(201)
                .body("$", not(hasKey("privateKeyPem"))));

    get(CERTIFICATES + "/" + id)
        .statusCode(200)
        .header("ETag", "\"1\"")
        .body("name", equalTo(name))
        .body("certificatePem", equalTo(SHOP.pem()))
        .body("hasPrivateKey", equalTo(true))
        .body("$", not(hasKey("privateKeyPem")))
        .body("names", contains("shop.test", "*.shop.test"))
        .body("keyType", equalTo("EC"))
        .body("fingerprint.length()", equalTo(64))
        .body("status.validity", equalTo("valid"))
        .body("status.daysLeft", equalTo(89));
    String list = get(CERTIFICATES + "?name={name}", name).extract().asString();
    assertThat(list).doesNotContain("PRIVATE KEY").doesNotContain("privateKey\"");
  }

  @Test
  void oneThatExpiresSoonSaysSo() {
    TestCertificate soon =
        TestCertificate.named("soon")
            .valid(
                Instant.now().minus(Duration.ofDays(80)), Instant.now().plus(Duration.ofDays(10)))
            .create();

    get(CERTIFICATES + "/" + newCertificate(soon))
        .body("status.validity", equalTo("expires-soon"))
        .body("status.daysLeft", equalTo(9));
  }

  @Test
  void theKeyLiesSealedInTheDatabase() throws Exception {
    String id = newCertificate(SHOP);

    String keyLine = SHOP.keyPem().lines().skip(1).findFirst().orElseThrow();
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "select spec, sealed_key from listeners.certificate where id = ?")) {
      select.setObject(1, UUID.fromString(id));
      try (ResultSet row = select.executeQuery()) {
        assertThat(row.next()).isTrue();
        assertThat(row.getString(1)).doesNotContain(keyLine).doesNotContain("PRIVATE");
        assertThat(row.getString(2)).startsWith("v1:").doesNotContain(keyLine);
      }
    }
  }

  @Test
  void gatewaysGetTheKeyAndHearOfTheDeletion() {
    String id = newCertificate(SHOP);

    ListenersDelta snapshot = sync(Revision.NONE);
    assertThat(snapshot.certificates())
        .filteredOn(certificate -> certificate.id().equals(UUID.fromString(id)))
        .singleElement()
        .satisfies(certificate -> assertThat(certificate.privateKeyPem()).isEqualTo(SHOP.keyPem()))
        .satisfies(certificate -> assertThat(certificate.names()).contains("shop.test"));

    delete(CERTIFICATES + "/" + id).statusCode(204);
    ListenersDelta after = sync(snapshot.to());
    assertThat(after.full()).isFalse();
    assertThat(after.removed()).contains(UUID.fromString(id));
    assertThat(after.certificates())
        .extracting(Certificate::id)
        .doesNotContain(UUID.fromString(id));
  }

  @Test
  void aRenewalReplacesCertificateAndKey() {
    String id = newCertificate(SHOP);
    TestCertificate renewed = TestCertificate.named("shop").rsa(2048).dns("shop.test").create();

    patch(
            CERTIFICATES + "/" + id,
            json("certificatePem", line(renewed.pem()), "privateKeyPem", line(renewed.keyPem())))
        .statusCode(200)
        .header("ETag", "\"2\"")
        .body("keyType", equalTo("RSA"))
        .body("names", contains("shop.test"));

    assertThat(sync(Revision.NONE).certificates())
        .filteredOn(certificate -> certificate.id().equals(UUID.fromString(id)))
        .extracting(Certificate::privateKeyPem)
        .containsExactly(renewed.keyPem());
  }

  @Test
  void whatWasReadCanBePutBackAndKeepsTheKey() {
    String id = newCertificate(SHOP);
    String read = get(CERTIFICATES + "/" + id).extract().asString();

    put(CERTIFICATES + "/" + id, read).statusCode(200).header("ETag", "\"1\"");
    patch(CERTIFICATES + "/" + id, json("description", "the shop's"))
        .statusCode(200)
        .body("description", equalTo("the shop's"))
        .body("hasPrivateKey", equalTo(true));
    patch(CERTIFICATES + "/" + id, json("certificatePem", line(OTHER.pem())))
        .statusCode(400)
        .body("errors.field", contains("privateKeyPem"))
        .body("errors[0].allowed", containsString("required"));
  }

  @Test
  void aWrongKeyIsNamedWithoutBeingShown() {
    String name = newName("bad");
    String keyLine = OTHER.keyPem().lines().skip(1).findFirst().orElseThrow();

    String answer =
        post(
                CERTIFICATES,
                json(
                    "name",
                    name,
                    "certificatePem",
                    line(SHOP.pem()),
                    "privateKeyPem",
                    line(OTHER.keyPem())))
            .statusCode(400)
            .contentType("application/problem+json")
            .body("errors.field", contains("privateKeyPem"))
            .extract()
            .asString();
    assertThat(answer).doesNotContain(keyLine);
    answer =
        post(
                CERTIFICATES,
                json(
                    "name",
                    name,
                    "certificatePem",
                    line(SHOP.pem()),
                    "privateKey",
                    line(SHOP.keyPem())))
            .statusCode(400)
            .body("errors.field", contains("privateKey"))
            .extract()
            .asString();
    assertThat(answer).doesNotContain(SHOP.keyPem().lines().skip(1).findFirst().orElseThrow());
    get(CERTIFICATES + "?name={name}", name).body("items", empty());
  }

  @Test
  void sizesAreBounded() {
    post(
            CERTIFICATES,
            json(
                "name",
                newName("big"),
                "certificatePem",
                line(SHOP.pem().repeat(1 + 524_288 / SHOP.pem().length()))))
        .statusCode(400)
        .body("errors.field", contains("certificatePem"));
    post(
            CERTIFICATES,
            json(
                "name",
                newName("big"),
                "certificatePem",
                line(SHOP.pem().repeat(11)),
                "privateKeyPem",
                line(SHOP.keyPem())))
        .statusCode(400)
        .body("errors[0].allowed", startsWith("at most 10"));
    post(
            CERTIFICATES,
            json(
                "name",
                newName("big"),
                "certificatePem",
                line(SHOP.pem()),
                "privateKeyPem",
                "x".repeat(16_385)))
        .statusCode(400)
        .body("errors.field", contains("privateKeyPem"));
  }

  @Test
  void aNameIsTakenOnceAndARepeatedRequestIsCarriedOutOnce() {
    String name = newName("once");
    String body = certificate(name, SHOP);
    String first = keyed(name, body);

    assertThat(keyed(name, body)).isEqualTo(first);
    post(CERTIFICATES, body).statusCode(409).body("errors.field", contains("name"));
  }

  @Test
  void aCertificateInUseCannotBeDeleted() {
    String id = newCertificate(SHOP);
    String authority = newAuthority(OTHER);
    String listener =
        created(
            post(
                LISTENERS,
                httpsListener(
                    newLoadBalancer(),
                    newPort(),
                    "{\"certificateIds\":[\"%s\"],\"clientAuth\":\"optional\",\"clientAuthorityId\":\"%s\"}"
                        .formatted(id, authority))));

    for (String used : List.of(id, authority)) {
      delete(CERTIFICATES + "/" + used)
          .statusCode(409)
          .body("detail", containsString("listener"))
          .body("detail", containsString(listener));
    }
    delete(LISTENERS + "/" + listener).statusCode(204);
    delete(CERTIFICATES + "/" + id).statusCode(204);
  }

  @Test
  void aCertificateThatABackendServiceUsesCannotBeDeleted() {
    String id = newAuthority(SHOP);
    registry.refersTo(UUID.fromString(id), "payments");

    delete(CERTIFICATES + "/" + id)
        .statusCode(409)
        .body("detail", containsString("backend service payments"));
  }

  @Test
  void withoutTheRegistryNoCertificateIsDeleted() {
    String id = newCertificate(SHOP);
    registry.down();

    delete(CERTIFICATES + "/" + id).statusCode(503);
    registry.up();
    delete(CERTIFICATES + "/" + id).statusCode(204);
  }

  @Test
  void theRegistryIsToldWhichCertificatesThereAre() {
    UUID withKey = UUID.fromString(newCertificate(SHOP));
    UUID authority = UUID.fromString(newAuthority(OTHER));
    UUID unknown = UUID.randomUUID();
    List<UUID> all = List.of(withKey, authority, unknown);

    assertThat(missing("certificate", all)).containsExactly(authority, unknown);
    assertThat(missing("certificate-authority", all)).containsExactly(withKey, unknown);
  }

  private String keyed(String key, String body) {
    return request()
        .contentType("application/json")
        .header("Idempotency-Key", key)
        .body(body)
        .post(CERTIFICATES)
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private ListenersDelta sync(Revision have) {
    return bus.request(Addresses.LISTENERS_SYNC, new SyncRequest(have), ListenersDelta.class)
        .await()
        .atMost(SOON);
  }

  private List<UUID> missing(String kind, List<UUID> ids) {
    return bus.request(
            Addresses.LISTENERS_REFERENCES, new ReferenceQuery(kind, ids), ReferenceAnswer.class)
        .await()
        .atMost(SOON)
        .missing();
  }
}
