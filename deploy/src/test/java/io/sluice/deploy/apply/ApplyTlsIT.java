package io.sluice.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.deploy.rest.Rest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ApplyTlsIT {
  private static final String SITE =
      """
      certificates:
        - { name: shop, certificateFile: tls/shop.pem, privateKeyFile: tls/shop.key }
        - { name: ca, certificateFile: tls/ca.pem }
      tlsPolicies:
        - { name: own, versions: [TLSv1.3] }
      virtualServerGroups:
        - { name: g }
      backendServices:
        - name: pay
          protocol: HTTPS
          httpVersion: 2
          port: 8443
          virtualServerGroup: g
          tls: { authority: ca, serverName: pay.test, clientCertificate: shop }
          pool: { maxConnections: 100 }
          healthCheck: { protocol: HTTPS }
      loadBalancers:
        - name: l
          listeners:
            - name: https
              protocol: HTTPS
              port: 8443
              desyncMode: defensive
              limits: { connections: 1000 }
              tls:
                certificates: [shop]
                policy: own
                clientAuth: optional
                clientAuthority: ca
              defaultAction: { type: forward, backendServices: [{ backendService: pay }] }
      """;

  @TempDir Path folder;

  private FakeApi api;
  private StringWriter printed;

  @BeforeEach
  void start() throws IOException {
    api = new FakeApi();
    Files.createDirectories(folder.resolve("tls"));
    Files.writeString(
        file("shop.pem"), "Bag Attributes\r\n" + pem("one", 40).replace("\n", "\r\n"));
    Files.writeString(file("shop.key"), "THE KEY");
    Files.writeString(file("ca.pem"), pem("ca", 70));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void certificatesPoliciesAndTheirUsersAreMadeInOrder() {
    apply(SITE);

    assertThat(api.writes())
        .containsExactly(
            "POST /certificates",
            "POST /certificates",
            "POST /tls-policies",
            "POST /virtual-server-groups",
            "POST /backend-services",
            "POST /load-balancers",
            "POST /listeners");
    String shop = api.named("/certificates", "shop").path("id").asText();
    String ca = api.named("/certificates", "ca").path("id").asText();
    assertThat(api.named("/certificates", "shop").path("certificatePem").asText())
        .isEqualTo(pem("one", 64));
    assertThat(api.keys()).containsExactly("THE KEY");
    assertThat(api.named("/listeners", "https").path("tls"))
        .hasToString(
            "{\"certificateIds\":[\"%s\"],\"policy\":\"%s\",\"clientAuth\":\"optional\",\"clientAuthorityId\":\"%s\",\"handshakeTimeoutSeconds\":10,\"handshakesAtOnce\":1000}"
                .formatted(shop, api.named("/tls-policies", "own").path("id").asText(), ca));
    assertThat(api.named("/backend-services", "pay").path("tls"))
        .hasToString(
            "{\"verify\":true,\"authorityId\":\"%s\",\"serverName\":\"pay.test\",\"clientCertificateId\":\"%s\"}"
                .formatted(ca, shop));
    assertThat(api.named("/backend-services", "pay").path("httpVersion").asText()).isEqualTo("2");
  }

  @Test
  void aSecondRunChangesNothingAlthoughNoKeyCanBeRead() throws IOException {
    apply(SITE);
    Files.writeString(file("shop.pem"), pem("one", 76));

    assertThat(apply(SITE)).isZero();
  }

  @Test
  void anotherCertificateInTheFileIsAnUpdateWithItsKey() throws IOException {
    apply(SITE);
    api.forgetWrites();
    Files.writeString(file("shop.pem"), pem("two", 64) + pem("ca", 64));
    Files.writeString(file("shop.key"), "THE NEW KEY");

    apply(SITE);

    assertThat(api.writes()).containsExactly("PUT /certificates shop");
    assertThat(api.keys()).containsExactly("THE NEW KEY");
    assertThat(printed.toString())
        .contains("~   certificate shop", "certificateFile: SHA-256 ", " and 1 more")
        .doesNotContain("BEGIN")
        .doesNotContain("KEY");
  }

  @Test
  void theProductsPoliciesAreNamedWithoutBeingInTheFile() {
    apply(
        SITE.replace("policy: own", "policy: modern")
            .replace("optional", "off")
            .replace("          clientAuthority: ca\n", ""));

    assertThat(api.named("/listeners", "https").path("tls").path("policy").asText())
        .isEqualTo("modern");
    assertThat(api.named("/listeners", "https").path("tls").path("clientAuth").asText())
        .isEqualTo("off");
  }

  @Test
  void certificatesGoAfterTheirUsers() {
    apply(SITE);
    api.forgetWrites();

    apply(
        "certificates: []\ntlsPolicies: []\nvirtualServerGroups: []\nbackendServices: []\n"
            + "loadBalancers: []\n");

    assertThat(api.writes().subList(api.writes().size() - 3, api.writes().size()))
        .containsExactly(
            "DELETE /tls-policies own", "DELETE /certificates ca", "DELETE /certificates shop");
  }

  @Test
  void anUnknownCertificateOrPolicyIsFoundBeforeAnythingIsWritten() {
    assertThatThrownBy(() -> apply(SITE.replace("certificates: [shop]", "certificates: [shop, x]")))
        .hasMessageContaining("site.yaml:26:32")
        .hasMessageContaining("there is no certificate x");
    assertThatThrownBy(() -> apply(SITE.replace("policy: own", "policy: old")))
        .hasMessageContaining("there is no TLS policy old");
    assertThatThrownBy(() -> apply(SITE.replace("authority: ca,", "authority: nobody,")))
        .hasMessageContaining("there is no certificate nobody");
    assertThat(api.writes()).isEmpty();
  }

  @Test
  void aCertificateDoesNotBecomeAnAuthority() {
    apply(SITE);

    assertThatThrownBy(() -> apply(SITE.replace(", privateKeyFile: tls/shop.key", "")))
        .hasMessageContaining("certificate shop is there already, and this cannot be changed");
  }

  private int apply(String text) {
    printed = new StringWriter();
    Rest rest = new Rest(api.url(), FakeApi.TOKEN);
    return new Applying(rest, rest, new PrintWriter(printed))
        .apply(
            List.of(new Applying.Source(folder.resolve("site.yaml").toString(), text)),
            Map.of(),
            false);
  }

  private Path file(String name) {
    return folder.resolve("tls").resolve(name);
  }

  /** What looks like a certificate, with lines of some characters. */
  private static String pem(String content, int characters) {
    byte[] bytes = content.repeat(60).getBytes(StandardCharsets.US_ASCII);
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(characters, new byte[] {'\n'}).encodeToString(bytes)
        + "\n-----END CERTIFICATE-----\n";
  }
}
