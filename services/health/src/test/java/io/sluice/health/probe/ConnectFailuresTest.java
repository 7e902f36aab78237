package io.sluice.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ConnectTimeoutException;
import io.sluice.contracts.model.TargetHealth.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ConnectFailuresTest {
  @Test
  void tellsApartWhyAConnectionCouldNotBeOpened() {
    assertReason(new ConnectTimeoutException("timed out"), Reason.CONNECT_TIMEOUT);
    assertReason(new ConnectException("Connection refused"), Reason.CONNECT_FAILED);
    assertReason(new NoRouteToHostException("No route to host"), Reason.CONNECT_FAILED);
    assertReason(new UnknownHostException("nowhere.invalid"), Reason.CONNECT_FAILED);
    assertReason(new SocketException("Connection reset"), Reason.CONNECT_INTERRUPT);
    assertReason(
        new IOException("finishConnect(..) failed: Connection reset by peer"),
        Reason.CONNECT_INTERRUPT);
    assertReason(new ConnectException(null), Reason.CONNECT_FAILED);
  }

  @Test
  void namesTheEndpointAndTheCause() {
    assertThat(ConnectFailures.detail(new UnknownHostException("x"), "x:80"))
        .isEqualTo("No connection to x:80: the host name is unknown");
  }

  private static void assertReason(Throwable failure, Reason reason) {
    assertThat(ConnectFailures.reason(failure)).isEqualTo(reason);
  }
}
