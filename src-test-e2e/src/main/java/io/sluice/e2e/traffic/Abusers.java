package io.sluice.e2e.traffic;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Clients that hold connections: idle ones send nothing, slow ones a byte a second of a head or of
 * a body. One that the gateway ends comes back within a second.
 */
public final class Abusers implements AutoCloseable {
  private static final byte[] HEAD = Wire.ascii("GET / HTTP/1.1\r\nHost: slow.example\r\nX-Slow: ");
  private static final byte[] BODY =
      Wire.ascii("POST / HTTP/1.1\r\nHost: slow.example\r\nContent-Length: 1000000\r\n\r\n");

  /** Slow clients are not in step: each has its turn in one of these parts of a second. */
  private static final int TURNS = 100;

  private final int port;
  private final List<SocketChannel> idle = new ArrayList<>();
  private final List<Client> slow = new ArrayList<>();
  private final ByteBuffer answer = ByteBuffer.allocateDirect(1024);
  private final ByteBuffer drop = ByteBuffer.allocateDirect(1).put(0, (byte) 'x');
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("abusers").factory());
  private int turn;
  private long ended;
  private long failed;

  private Abusers(int port) {
    this.port = port;
  }

  /**
   * Opens all connections, and goes on until it is closed.
   *
   * @param idle clients that send nothing
   * @param slow clients that send a byte a second, half of them inside a head
   */
  public static Abusers start(int port, int idle, int slow) throws IOException {
    Abusers abusers = new Abusers(port);
    for (int i = 0; i < idle; i++) {
      abusers.idle.add(abusers.open());
    }
    for (int i = 0; i < slow; i++) {
      Client client = abusers.new Client(i % 2 == 0 ? HEAD : BODY);
      client.connect();
      abusers.slow.add(client);
    }
    long gap = TimeUnit.SECONDS.toNanos(1) / TURNS;
    abusers.clock.scheduleAtFixedRate(abusers::drip, gap, gap, TimeUnit.NANOSECONDS);
    return abusers;
  }

  private SocketChannel open() throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    return channel;
  }

  private synchronized void drip() {
    for (int i = turn; i < slow.size(); i += TURNS) {
      slow.get(i).drip();
    }
    turn = (turn + 1) % TURNS;
  }

  /** How many connections the gateway has ended. */
  public synchronized long ended() {
    return ended;
  }

  /** How many times a connection could not be opened again. */
  public synchronized long failed() {
    return failed;
  }

  @Override
  public synchronized void close() throws IOException {
    clock.shutdownNow();
    for (SocketChannel channel : idle) {
      channel.close();
    }
    for (Client client : slow) {
      client.channel.close();
    }
  }

  private final class Client {
    private final byte[] opening;
    private SocketChannel channel;

    Client(byte[] opening) {
      this.opening = opening;
    }

    void connect() throws IOException {
      channel = open();
      channel.write(ByteBuffer.wrap(opening));
    }

    void drip() {
      try {
        if (!alive()) {
          ended++;
          channel.close();
          connect();
        } else {
          channel.write(drop.rewind());
        }
      } catch (IOException refused) {
        failed++;
      }
    }

    private boolean alive() {
      try {
        return channel.isOpen() && channel.read(answer.clear()) == 0;
      } catch (IOException reset) {
        return false;
      }
    }
  }
}
