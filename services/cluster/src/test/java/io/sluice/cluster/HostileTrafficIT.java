package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.ObjectMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostileTrafficIT {
  private final Members members = new Members();

  @AfterEach
  void close() {
    members.close();
  }

  @Test
  void bytesThatAreNoMembersDoNoHarm() throws Exception {
    int first = Members.freePort();
    var a = members.start("a", first, first);
    var b = members.start("b", Members.freePort(), first);
    Members.awaitConnected(a, b);

    byte[] random = new byte[100_000];
    new Random(1).nextBytes(random);
    byte[] huge = ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE).putInt(7).array();
    byte[] http = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    for (int port : new int[] {first, first + ClusterOptions.FAILURE_DETECTION_PORT_OFFSET}) {
      for (byte[] bytes : List.of(random, huge, http, new byte[0])) {
        send(port, bytes);
      }
    }
    List<Socket> silent = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      silent.add(new Socket(InetAddress.getLoopbackAddress(), first));
    }
    Members.awaitConnected(a, b);
    for (Socket socket : silent) {
      socket.close();
    }
  }

  private static void send(int port, byte[] bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        OutputStream out = socket.getOutputStream()) {
      out.write(bytes);
    } catch (SocketException e) {
      // The member may close at the first byte that does not fit.
    }
  }

  @Test
  void messagesOfAMemberThatAreNoneOfOursAreIgnored() throws Exception {
    int first = Members.freePort();
    var a = members.start("a", first, first);
    var b = members.start("b", Members.freePort(), first);
    ClusterOptions options = Members.options("odd", Members.freePort(), null, first);
    try (JChannel odd = ChannelFactory.create(options, a.vertx())) {
      odd.connect("sluice");
      odd.send(new BytesMessage(null, "nonsense".getBytes(StandardCharsets.UTF_8)));
      odd.send(new BytesMessage(null, new byte[StateMessage.MAX_BYTES + 1]));
      odd.send(new BytesMessage(null, new byte[0]));
      odd.send(new ObjectMessage(null, (Serializable) "a Java object"));
      odd.send(new BytesMessage(null, new StateMessage.Ask().encode()));
      assertThat(a.ask("b")).isEqualTo("b");
    }
    Members.awaitConnected(a, b);
  }
}
