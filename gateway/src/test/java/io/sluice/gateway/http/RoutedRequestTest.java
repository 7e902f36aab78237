package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.sluice.gateway.http.codec.BodyKind;
import io.sluice.gateway.http.codec.FieldList;
import io.sluice.gateway.http.codec.RequestHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutedRequestTest {
  @Test
  void repeatedFieldsAreAllSeenWhateverTheirCase() {
    HttpHeaders headers = new FieldList();
    headers.add("X-Role", "guest").add("x-role", "admin, root");

    assertThat(request("/", headers).headers("X-ROLE")).containsExactly("guest", "admin, root");
    assertThat(request("/", headers).headers("X-Other")).isEmpty();
  }

  @Test
  void cookiesOfAllFieldsAreSeen() {
    HttpHeaders headers = new FieldList();
    headers.add("Cookie", "a=1; b=x=y;a = 2 ;;=z; A=3").add("cookie", "a=\"4\"; aa=5; a");

    assertThat(request("/", headers).cookies("a")).containsExactly("1", "2", "\"4\"");
    assertThat(request("/", headers).cookies("b")).containsExactly("x=y");
    assertThat(request("/", headers).cookies("c")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "/p?q=1 [1]",
        "/p?q=1&q=2 '[1, 2]'",
        "/p?q '[]'",
        "/p?q= '[]'",
        "/p?x=q '<none>'",
        "/p '<none>'",
        "/p? '<none>'",
        "/q=1 '<none>'",
        "/p?Q=1 '<none>'",
        "/p?%71=%31 [1]",
        "/p?q=%2531 [%31]",
        "/p?q=a+b%2Bc '[a b+c]'",
        "/p?q=%c3%a9 [é]",
        "/p?q=%zz%4 [%zz%4]",
        "/p?a=1;q=2 '<none>'",
        "/p?q=1?q=2 [1?q=2]",
      })
  void parametersAreDecodedOnce(String target, String values) {
    var seen = request(target, new FieldList()).parameters("q");

    assertThat(seen.isEmpty() ? "<none>" : seen.toString()).isEqualTo(values);
  }

  @Test
  void theSourceIsTheClientsAddress() {
    assertThat(request("/", new FieldList()).source()).containsExactly(10, 1, 2, 3);
  }

  private static RoutedRequest request(String target, HttpHeaders headers) {
    return new RoutedRequest(
        RequestHead.translated(
            HttpMethod.GET, target, headers, "h", -1, BodyKind.NONE, null, false, 10),
        "10.1.2.3");
  }
}
