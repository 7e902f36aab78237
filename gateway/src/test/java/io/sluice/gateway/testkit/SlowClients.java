package io.sluice.gateway.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Many connections that hold what they can and send as little as they must. */
public final class SlowClients implements AutoCloseable {
  private final int port;
  private final List<SocketChannel> channels = new ArrayList<>();

  /** None yet. */
  public SlowClients(int port) {
    this.port = port;
  }

  /**
   * Opens connections.
   *
   * @param opening what each sends at once; may be empty
   */
  public SlowClients open(int count, String opening) throws IOException {
    for (int i = 0; i < count; i++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.write(ByteBuffer.wrap(opening.getBytes(StandardCharsets.ISO_8859_1)));
      channel.configureBlocking(false);
      channels.add(channel);
    }
    return this;
  }

  /** Sends one byte on each that is still open. */
  public void drip() {
    for (SocketChannel channel : channels) {
      try {
        channel.write(ByteBuffer.wrap(new byte[] {'x'}));
      } catch (IOException ended) {
        // The gateway has had enough of it; answers() tells.
      }
    }
  }

  /** The status lines of the answers that have come; those read already are not among them. */
  public List<String> answers() throws IOException {
    List<String> answers = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.allocate(4096);
    for (SocketChannel channel : channels) {
      try {
        if (channel.read(buffer.clear()) > 0) {
          String text =
              new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
          answers.add(text.substring(0, text.indexOf('\r')));
        }
      } catch (IOException reset) {
        answers.add("reset");
      }
    }
    return answers;
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }
}
