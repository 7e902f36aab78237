package io.sluice.gateway.http.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import org.junit.jupiter.api.Test;

/** A head that was translated from HTTP/2 tells as much as one of HTTP/1. */
class RequestHeadTest {
  private static RequestHead head(HttpHeaders headers) {
    return RequestHead.translated(
        HttpMethod.OPTIONS, "/", headers, "a", -1, BodyKind.NONE, null, false, 100);
  }

  @Test
  void translatedHeadTellsOfLoopsForwardsAndExpectations() {
    RequestHead head =
        head(
            new DefaultHttpHeaders()
                .add("via", "2 x")
                .add("max-forwards", "3")
                .add("expect", "100-continue")
                .add("expect", "100-continue"));

    assertThat(head.hasVia()).isTrue();
    assertThat(head.maxForwards()).isEqualTo("3");
    assertThat(head.maxForwardsFields()).isEqualTo(1);
    assertThat(head.expectations()).isEqualTo(2);
    assertThat(head.flaws()).isZero();
  }

  @Test
  void translatedHeadTellsOfLookalikesAndIsRidOfThem() {
    for (String name :
        new String[] {
          "content_length", "transfer_encoding", "x_forwarded_for", "x.forwarded-host"
        }) {
      RequestHead head = head(new DefaultHttpHeaders().add(name, "1").add("x_own", "1"));

      assertThat(Flaw.LOOKALIKE_FIELD.in(head.flaws())).as(name).isTrue();
      head.normalise();
      assertThat(head.headers().names()).containsExactly("x_own");
    }
  }
}
