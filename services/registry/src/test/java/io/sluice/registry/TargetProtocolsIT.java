package io.sluice.registry;

import static io.sluice.registry.Api.SERVICES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.test.PostgresTestResource;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.command.ReferenceAnswer;
import io.sluice.contracts.command.ReferenceQuery;
import io.sluice.contracts.command.UsageAnswer;
import io.sluice.contracts.command.UsageQuery;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.PoolSettings;
import io.sluice.contracts.model.TargetTls;
import io.sluice.contracts.model.UpstreamHttp;
import io.sluice.contracts.sync.RegistryDelta;
import io.sluice.contracts.sync.Revision;
import io.sluice.contracts.sync.SyncRequest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class TargetProtocolsIT {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final UUID CERTIFICATE = UUID.randomUUID();
  private static final UUID AUTHORITY = UUID.randomUUID();
  private static final Map<String, UUID> KNOWN =
      Map.of("certificate", CERTIFICATE, "certificate-authority", AUTHORITY);

  @Inject Bus bus;

  private String group;
  private Bus.Registration listeners;

  @BeforeEach
  void aGroupAndTheListenersServiceThatKnowsTwoCertificates() {
    group = Api.group();
    listeners =
        bus.serve(
            Addresses.LISTENERS_REFERENCES,
            ReferenceQuery.class,
            query ->
                Uni.createFrom()
                    .item(
                        new ReferenceAnswer(
                            query.ids().stream()
                                .filter(id -> !id.equals(KNOWN.get(query.kind())))
                                .toList())));
  }

  @AfterEach
  void theListenersServiceIsGone() {
    listeners.cancel();
  }

  @ParameterizedTest
  @CsvSource({"HTTP,1.1", "HTTPS,1.1", "H2C,2", "GRPC,2"})
  void eachProtocolHasItsVersionOfHttp(String protocol, String version) {
    Api.post(SERVICES, service(protocol, ""))
        .statusCode(201)
        .body("protocol", equalTo(protocol))
        .body("httpVersion", equalTo(version))
        .body("pool.maxConnections", equalTo(8192))
        .body("pool.maxIdleSeconds", equalTo(30))
        .body("pool.maxAgeSeconds", equalTo(0))
        .body("pool.maxWaiting", equalTo(1024))
        .body("pool.waitTimeoutMillis", equalTo(5000));
  }

  @Test
  void httpsVerifiesByTheSystemsTrustStoreUnlessToldOtherwise() {
    Api.post(SERVICES, service("HTTPS", ""))
        .statusCode(201)
        .body("tls.verify", equalTo(true))
        .body("tls.authorityId", nullValue())
        .body("tls.serverName", nullValue());
    Api.post(SERVICES, service("GRPC", "")).statusCode(201).body("tls", nullValue());
    Api.post(SERVICES, service("HTTPS", ",\"tls\":{\"verify\":false}"))
        .statusCode(201)
        .body("tls.verify", equalTo(false));
  }

  @Test
  void tcpIsCheckedByTcpAndMayTellTargetsOfTheClient() {
    Api.post(SERVICES, service("TCP", ",\"proxyProtocol\":\"v2\""))
        .statusCode(201)
        .body("healthCheck.protocol", equalTo("TCP"))
        .body("proxyProtocol", equalTo("v2"));
    Api.post(SERVICES, service("HTTP", ",\"proxyProtocol\":\"v1\""))
        .statusCode(201)
        .body("proxyProtocol", equalTo("v1"));
    Api.post(SERVICES, service("TCP", ",\"requestTimeoutSeconds\":5"))
        .statusCode(400)
        .body("errors.field", contains("requestTimeoutSeconds"));
  }

  @Test
  void readersGetAllOfIt() {
    String id =
        Api.post(
                SERVICES,
                service(
                    "HTTPS",
                    """
                    ,"httpVersion":"2","tls":{"authorityId":"%s","serverName":"pay.test",
                     "clientCertificateId":"%s"},"pool":{"maxConnections":10,"maxIdleSeconds":5,
                     "maxAgeSeconds":600,"maxWaiting":3,"waitTimeoutMillis":250},
                     "healthCheck":{"protocol":"TLS"}\
                    """
                        .formatted(AUTHORITY, CERTIFICATE)))
            .statusCode(201)
            .extract()
            .path("id");

    BackendService service =
        bus
            .request(Addresses.REGISTRY_SYNC, new SyncRequest(Revision.NONE), RegistryDelta.class)
            .await()
            .atMost(SOON)
            .backendServices()
            .stream()
            .filter(value -> value.id().equals(UUID.fromString(id)))
            .findFirst()
            .orElseThrow();
    assertThat(service.httpVersion()).isEqualTo(UpstreamHttp.HTTP_2);
    assertThat(service.tls()).isEqualTo(new TargetTls(true, AUTHORITY, "pay.test", CERTIFICATE));
    assertThat(service.pool()).isEqualTo(new PoolSettings(10, 5, 600, 3, 250));
  }

  @Test
  void unknownAndUnfitCertificatesAreNamedTogether() {
    Api.post(
            SERVICES,
            service(
                "HTTPS",
                ",\"tls\":{\"authorityId\":\"%s\",\"clientCertificateId\":\"%s\"}"
                    .formatted(CERTIFICATE, UUID.randomUUID())))
        .statusCode(422)
        .body("errors.field", contains("tls.authorityId", "tls.clientCertificateId"));
  }

  @Test
  void withoutTheListenersServiceNoCertificateIsTakenOnTrust() {
    listeners.cancel();

    Api.post(SERVICES, service("HTTPS", ",\"tls\":{\"authorityId\":\"" + AUTHORITY + "\"}"))
        .statusCode(503);
    Api.post(SERVICES, service("HTTPS", "")).statusCode(201);
  }

  @Test
  void anotherProtocolBringsItsVersionAndNeverDropsTlsUnasked() {
    String path = SERVICES + "/" + Api.service(group, 5);

    Api.patch(path, "{\"protocol\":\"H2C\"}").statusCode(200).body("httpVersion", equalTo("2"));
    Api.patch(path, "{\"protocol\":\"HTTPS\"}").statusCode(200).body("tls.verify", equalTo(true));
    Api.patch(path, "{\"protocol\":\"HTTP\"}")
        .statusCode(400)
        .body("errors.field", contains("tls"));
    Api.patch(path, "{\"protocol\":\"HTTP\",\"tls\":null}")
        .statusCode(200)
        .body("tls", nullValue())
        .body("httpVersion", equalTo("1.1"));
  }

  @Test
  void theListenersServiceIsToldWhoUsesACertificate() {
    String name = Api.uniqueName("user");
    Api.post(
            SERVICES,
            service("HTTPS", ",\"tls\":{\"authorityId\":\"" + AUTHORITY + "\"}")
                .replaceFirst("\"name\":\"[^\"]*\"", "\"name\":\"" + name + "\""))
        .statusCode(201);

    assertThat(users(AUTHORITY)).extracting(UsageAnswer.User::name).contains(name);
    assertThat(users(AUTHORITY)).extracting(UsageAnswer.User::kind).containsOnly("backend-service");
    assertThat(users(UUID.randomUUID())).isEmpty();
  }

  private List<UsageAnswer.User> users(UUID certificate) {
    return bus.request(
            Addresses.REGISTRY_USAGE, new UsageQuery("certificate", certificate), UsageAnswer.class)
        .await()
        .atMost(SOON)
        .users();
  }

  private String service(String protocol, String more) {
    return "{\"name\":\"%s\",\"protocol\":\"%s\",\"port\":8443,\"virtualServerGroupId\":\"%s\"%s}"
        .formatted(Api.uniqueName("s"), protocol, group, more);
  }
}
