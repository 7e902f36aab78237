package io.sluice.listeners;

import static io.sluice.listeners.Api.LISTENERS;
import static io.sluice.listeners.Api.TLS_POLICIES;
import static io.sluice.listeners.Api.created;
import static io.sluice.listeners.Api.delete;
import static io.sluice.listeners.Api.get;
import static io.sluice.listeners.Api.httpsListener;
import static io.sluice.listeners.Api.json;
import static io.sluice.listeners.Api.listener;
import static io.sluice.listeners.Api.newAuthority;
import static io.sluice.listeners.Api.newCertificate;
import static io.sluice.listeners.Api.newLoadBalancer;
import static io.sluice.listeners.Api.newName;
import static io.sluice.listeners.Api.newPort;
import static io.sluice.listeners.Api.patch;
import static io.sluice.listeners.Api.post;
import static io.sluice.listeners.Api.put;
import static io.sluice.listeners.Api.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.test.PostgresTestResource;
import io.sluice.chassis.test.TestCertificate;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.model.DesyncMode;
import io.sluice.contracts.model.Http2Settings;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.ListenerLimits;
import io.sluice.contracts.model.ListenerTls;
import io.sluice.contracts.model.ListenerTls.ClientAuth;
import io.sluice.contracts.model.TlsPolicy;
import io.sluice.contracts.sync.ListenersDelta;
import io.sluice.contracts.sync.Revision;
import io.sluice.contracts.sync.SyncRequest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class TlsListenersIT {
  private static final TestCertificate SHOP =
      TestCertificate.named("shop").dns("shop.test").create();

  @Inject RegistryDouble registry;
  @Inject Bus bus;

  private String lb;

  @BeforeEach
  void registryIsUpAndThereIsALoadBalancer() {
    registry.up();
    lb = newLoadBalancer();
  }

  @Test
  void anHttpsListenerHasItsDefaultsFilledIn() {
    String certificate = newCertificate(SHOP);
    String id = created(post(LISTENERS, httpsListener(lb, newPort(), tls(certificate))));

    get(LISTENERS + "/" + id)
        .statusCode(200)
        .body("protocol", equalTo("HTTPS"))
        .body("desyncMode", equalTo("strict"))
        .body("limits.headerCount", equalTo(100))
        .body("limits.uriBytes", equalTo(8192))
        .body("limits.bodyBytesPerSecond", equalTo(128))
        .body("limits.connections", nullValue())
        .body("http2.enabled", equalTo(true))
        .body("http2.maxConcurrentStreams", equalTo(100))
        .body("tls.certificateIds", contains(certificate))
        .body("tls.policy", equalTo("intermediate"))
        .body("tls.hstsMaxAgeSeconds", nullValue())
        .body("tls.clientAuth", equalTo("off"))
        .body("tls.handshakeTimeoutSeconds", equalTo(10))
        .body("tls.handshakesAtOnce", equalTo(1000));
  }

  @Test
  void gatewaysGetAllOfIt() {
    String first = newCertificate(SHOP);
    String second = newCertificate(TestCertificate.named("shop").rsa(2048).create());
    String authority = newAuthority(TestCertificate.named("clients").authority().create());
    String policy = newPolicy();
    String body =
        httpsListener(
            lb,
            newPort(),
            """
            {"certificateIds":["%s","%s"],"policy":"%s","hstsMaxAgeSeconds":31536000,
             "clientAuth":"required","clientAuthorityId":"%s","handshakeTimeoutSeconds":5,
             "handshakesAtOnce":50}\
            """
                .formatted(first, second, policy, authority));
    body = with(body, "desyncMode", "\"defensive\"");
    body = with(body, "http2", "{\"enabled\":false,\"maxConcurrentStreams\":7}");
    body =
        with(
            body,
            "limits",
            """
            {"headerCount":50,"uriBytes":4096,"bodyBytesPerSecond":0,"requestsPerConnection":1000,
             "connections":10000,"connectionsPerSource":100,"requestsPerSecond":5000,
             "newConnectionsPerSecond":500}\
            """);
    String id = created(post(LISTENERS, body));

    ListenersDelta snapshot =
        bus.request(Addresses.LISTENERS_SYNC, new SyncRequest(Revision.NONE), ListenersDelta.class)
            .await()
            .atMost(Duration.ofSeconds(10));
    Listener listener =
        snapshot.listeners().stream()
            .filter(value -> value.id().equals(UUID.fromString(id)))
            .findFirst()
            .orElseThrow();
    assertThat(listener.desyncMode()).isEqualTo(DesyncMode.DEFENSIVE);
    assertThat(listener.http2()).isEqualTo(new Http2Settings(false, 7));
    assertThat(listener.limits())
        .isEqualTo(new ListenerLimits(50, 4096, 0, 1000, 10_000, 100, 5000, 500));
    assertThat(listener.tls())
        .isEqualTo(
            new ListenerTls(
                List.of(UUID.fromString(first), UUID.fromString(second)),
                policy,
                31_536_000,
                ClientAuth.REQUIRED,
                UUID.fromString(authority),
                5,
                50));
    assertThat(snapshot.tlsPolicies())
        .filteredOn(value -> value.id().equals(UUID.fromString(policy)))
        .extracting(TlsPolicy::versions)
        .containsExactly(List.of("TLSv1.3"));
  }

  @Test
  void httpsNeedsTlsSettingsAndHttpTakesNone() {
    String plain = listener(lb, newName("l"), newPort()).replace("\"HTTP\"", "\"HTTPS\"");

    post(LISTENERS, plain)
        .statusCode(400)
        .body("errors.field", contains("tls"))
        .body("errors[0].allowed", containsString("required"));
    post(LISTENERS, with(listener(lb, newName("l"), newPort()), "tls", tls(newCertificate(SHOP))))
        .statusCode(400)
        .body("errors.field", contains("tls"));
    String id = created(post(LISTENERS, httpsListener(lb, newPort(), tls(newCertificate(SHOP)))));
    patch(LISTENERS + "/" + id, "{\"tls\":null}")
        .statusCode(400)
        .body("errors.field", contains("tls"));
    patch(LISTENERS + "/" + id, json("protocol", "HTTP"))
        .statusCode(400)
        .body("errors.field", containsInAnyOrder("tls", "protocol"));
  }

  @Test
  void wrongTlsSettingsAreNamed() {
    String certificate = newCertificate(SHOP);
    refused("{}", "tls.certificateIds");
    refused("{\"certificateIds\":[]}", "tls.certificateIds");
    refused("{\"certificateIds\":[\"x\"]}", "tls.certificateIds[0]");
    refused(
        "{\"certificateIds\":[\"%s\",\"%s\"]}".formatted(certificate, certificate),
        "tls.certificateIds");
    refused(tls(certificate, "\"policy\":\"old\""), "tls.policy");
    refused(tls(certificate, "\"hstsMaxAgeSeconds\":0"), "tls.hstsMaxAgeSeconds");
    refused(tls(certificate, "\"hstsMaxAgeSeconds\":94608001"), "tls.hstsMaxAgeSeconds");
    refused(tls(certificate, "\"clientAuth\":\"always\""), "tls.clientAuth");
    refused(tls(certificate, "\"clientAuth\":\"required\""), "tls.clientAuthorityId");
    refused(
        tls(certificate, "\"clientAuthorityId\":\"" + certificate + "\""), "tls.clientAuthorityId");
    refused(tls(certificate, "\"handshakeTimeoutSeconds\":61"), "tls.handshakeTimeoutSeconds");
    refused(tls(certificate, "\"handshakesAtOnce\":0"), "tls.handshakesAtOnce");
    refused(tls(certificate, "\"ciphers\":[]"), "tls.ciphers");
  }

  @Test
  void unknownAndUnfitReferencesAreNamedTogether() {
    String withKey = newCertificate(SHOP);
    String authority = newAuthority(SHOP);
    UUID unknown = UUID.randomUUID();

    post(
            LISTENERS,
            httpsListener(
                lb,
                newPort(),
                """
                {"certificateIds":["%s","%s","%s"],"policy":"%s","clientAuth":"required",
                 "clientAuthorityId":"%s"}\
                """
                    .formatted(withKey, authority, unknown, unknown, withKey)))
        .statusCode(422)
        .body(
            "errors.field",
            contains(
                "tls.certificateIds[1]",
                "tls.certificateIds[2]",
                "tls.clientAuthorityId",
                "tls.policy"));
  }

  @Test
  void certificatesAndLimitsChangeInPlace() {
    String id = created(post(LISTENERS, httpsListener(lb, newPort(), tls(newCertificate(SHOP)))));
    String next = newCertificate(SHOP);

    patch(LISTENERS + "/" + id, "{\"tls\":{\"certificateIds\":[\"" + next + "\"]}}")
        .statusCode(200)
        .body("tls.certificateIds", contains(next))
        .body("tls.policy", equalTo("intermediate"));
    patch(LISTENERS + "/" + id, "{\"limits\":{\"connections\":9}}")
        .statusCode(200)
        .body("limits.connections", equalTo(9))
        .body("limits.headerCount", equalTo(100));
    patch(LISTENERS + "/" + id, "{\"limits\":null}")
        .statusCode(200)
        .body("limits.connections", nullValue());
  }

  @Test
  void aPolicyIsKeptReadAndInUseNotDeleted() {
    String name = newName("policy");
    String id =
        created(
            post(
                TLS_POLICIES,
                """
                {"name":"%s","versions":["TLSv1.2"],
                 "cipherSuites":["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"]}\
                """
                    .formatted(name)));
    get(TLS_POLICIES + "/" + id)
        .body("name", equalTo(name))
        .body("versions", contains("TLSv1.2"))
        .body("cipherSuites", contains("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"));
    put(TLS_POLICIES + "/" + id, "{\"name\":\"" + name + "\",\"versions\":[\"TLSv1.3\"]}")
        .statusCode(200)
        .body("cipherSuites.size()", equalTo(0));
    String listener =
        created(
            post(
                LISTENERS,
                httpsListener(
                    lb, newPort(), tls(newCertificate(SHOP), "\"policy\":\"" + id + "\""))));

    delete(TLS_POLICIES + "/" + id).statusCode(409).body("detail", containsString(listener));
    delete(LISTENERS + "/" + listener).statusCode(204);
    delete(TLS_POLICIES + "/" + id).statusCode(204);
  }

  @Test
  void aWrongPolicyIsNamed() {
    post(
            TLS_POLICIES,
            """
            {"name":"intermediate","versions":["SSLv3"],
             "cipherSuites":["TLS_RSA_WITH_RC4_128_SHA"]}\
            """)
        .statusCode(400)
        .body("errors.field", containsInAnyOrder("name", "versions[0]", "cipherSuites[0]"));
    post(TLS_POLICIES, json("name", newName("p")))
        .statusCode(400)
        .body("errors.field", contains("versions"));
  }

  private void refused(String tls, String field) {
    post(LISTENERS, httpsListener(lb, newPort(), tls))
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors.field", contains(field));
  }

  private static String newPolicy() {
    return created(
        post(TLS_POLICIES, "{\"name\":\"" + newName("policy") + "\",\"versions\":[\"TLSv1.3\"]}"));
  }

  private static String tls(String certificate, String... more) {
    return "{\"certificateIds\":[\""
        + certificate
        + "\"]"
        + (more.length == 0 ? "" : "," + String.join(",", more))
        + "}";
  }
}
