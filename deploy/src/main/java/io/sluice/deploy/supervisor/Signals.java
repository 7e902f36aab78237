package io.sluice.deploy.supervisor;

import java.io.IOException;

/** Signals that the JDK cannot send. */
final class Signals {
  private Signals() {}

  /** SIGINT: PostgreSQL then ends at once; at SIGTERM it waits for its clients to leave. */
  static void interrupt(ProcessHandle process) {
    try {
      new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start();
    } catch (IOException e) {
      process.destroy();
    }
  }
}
