package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;

class HopByHopTest {
  @Test
  void removesWhatConnectionNamesInAnyCaseAndOverSeveralFields() {
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.add("Connection", "close, x-ONE ,,").add("connection", "X-Two,keep-alive");
    headers.add("X-One", "1").add("x-two", "2").add("X-Three", "3");

    HopByHop.Options options = HopByHop.remove(headers, true);

    assertThat(options).isEqualTo(new HopByHop.Options(true, true, false));
    assertThat(headers.names()).containsExactly("X-Three");
  }

  @Test
  void keepsFramingRoutingAndForwardingFieldsThatAPeerNames() {
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.add("Connection", "host, content-length, transfer-encoding, via, x-forwarded-for");
    headers.add("Host", "h").add("Content-Length", "1").add("Via", "v");
    headers.add("X-Forwarded-For", "1.2.3.4");

    HopByHop.remove(headers, true);

    assertThat(headers.names())
        .containsExactlyInAnyOrder("Host", "Content-Length", "Via", "X-Forwarded-For");
  }

  @Test
  void removesTrailersThatWouldChangeAMessage() {
    HttpHeaders trailers = new DefaultHttpHeaders();
    trailers.add("X-Sum", "1").add("Host", "h").add("Authorization", "a").add("Cookie", "c");
    trailers.add("Content-Length", "3").add("Transfer-Encoding", "chunked");

    HopByHop.removeFromTrailers(trailers);

    assertThat(trailers.names()).containsExactly("X-Sum");
  }
}
