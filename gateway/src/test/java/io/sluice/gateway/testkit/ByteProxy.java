package io.sluice.gateway.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Passes one connection on, what the client sends in packets of one byte. */
public final class ByteProxy implements AutoCloseable {
  private final ServerSocket server;
  private final int to;

  /** A proxy to a port of the loopback. */
  public ByteProxy(int to) throws IOException {
    this.to = to;
    this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::pass);
  }

  private void pass() {
    try (Socket client = server.accept();
        Socket target = new Socket(InetAddress.getLoopbackAddress(), to)) {
      target.setTcpNoDelay(true);
      Thread back = Thread.ofVirtual().start(() -> copy(target, client));
      InputStream in = client.getInputStream();
      OutputStream out = target.getOutputStream();
      for (int c = in.read(); c >= 0; c = in.read()) {
        out.write(c);
      }
      target.shutdownOutput();
      back.join();
    } catch (IOException closed) {
      // One side has gone, which ends both.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException closed) {
      // The other side has gone.
    }
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
