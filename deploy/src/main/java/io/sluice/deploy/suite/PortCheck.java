package io.sluice.deploy.suite;

import io.sluice.deploy.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Collectors;

/** Looks whether ports are free before anything is started. */
public final class PortCheck {
  private PortCheck() {}

  /**
   * Binds and frees each port.
   *
   * @param change what a person can do about a taken port
   * @throws UserError that names every taken port and its use
   */
  public static void requireFree(List<Ports.Use> uses, String change) {
    List<Ports.Use> taken = uses.stream().filter(use -> !isFree(use.port())).toList();
    if (!taken.isEmpty()) {
      throw new UserError(
          taken.stream()
              .map(use -> "Port " + use.port() + " (" + use.what() + ") is taken.")
              .collect(Collectors.joining("\n", "", "\n" + change)));
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
