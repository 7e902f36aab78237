package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.Action;
import org.junit.jupiter.api.Test;

class RedirectLocationTest {
  @Test
  void whatIsNullIsTheRequestsOwn() {
    assertThat(to(null, null, null, null, null)).isEqualTo("http://a.example:8080/p?q");
  }

  @Test
  void portOfOneSchemeIsNotThePortOfTheOther() {
    assertThat(to("https", null, null, null, null)).isEqualTo("https://a.example/p?q");
    assertThat(to("https", null, 8443, null, null)).isEqualTo("https://a.example:8443/p?q");
    assertThat(to("https", null, 443, null, null)).isEqualTo("https://a.example/p?q");
  }

  @Test
  void partsAreReplacedAndAnEmptyQueryRemovesIt() {
    assertThat(to(null, "b.example", 81, "/n", "x=y")).isEqualTo("http://b.example:81/n?x=y");
    assertThat(to(null, "b.example", null, null, "")).isEqualTo("http://b.example:8080/p");
  }

  @Test
  void addressOfIpv6KeepsItsBrackets() {
    Action.Redirect redirect = new Action.Redirect(301, "https", null, null, null, null);
    assertThat(RedirectLocation.of(redirect, "http", "[::1]:80", "/")).isEqualTo("https://[::1]/");
    assertThat(RedirectLocation.of(redirect, "http", "[::1]", "/")).isEqualTo("https://[::1]/");
  }

  @Test
  void requestWithoutHostIsSentToAPath() {
    Action.Redirect redirect = new Action.Redirect(301, null, null, null, "/n", null);
    assertThat(RedirectLocation.of(redirect, "http", null, "/p")).isEqualTo("/n");
  }

  private static String to(String scheme, String host, Integer port, String path, String query) {
    Action.Redirect redirect = new Action.Redirect(301, scheme, host, port, path, query);
    return RedirectLocation.of(redirect, "http", "a.example:8080", "/p?q");
  }
}
