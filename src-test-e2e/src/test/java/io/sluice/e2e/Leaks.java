package io.sluice.e2e;

import io.sluice.e2e.suite.Suite;
import io.sluice.e2e.traffic.HttpConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What Netty's leak detector has found in the gateways of a suite. */
final class Leaks {
  private static final String REPORT = "LEAK:";
  private static final int ADMIN_PORTS_FROM = 11;

  private Leaks() {}

  /** The lines of the gateways' logs that tell of leaks. */
  static List<String> find(Suite suite) {
    List<String> found = new ArrayList<>();
    for (String gateway : Suite.GATEWAYS) {
      long pid = suite.pid(gateway);
      if (pid > 0) {
        collectGarbage(pid);
        makeBuffers(suite.portBase() + ADMIN_PORTS_FROM + Suite.GATEWAYS.indexOf(gateway));
      }
      try (Stream<String> lines = Files.lines(suite.log(gateway))) {
        lines.filter(line -> line.contains(REPORT)).forEach(found::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }

  private static void collectGarbage(long pid) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Process process =
          new ProcessBuilder(jcmd, Long.toString(pid), "GC.run")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("jcmd " + pid + " GC.run failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The detector looks for what was collected whenever a buffer is made. */
  private static void makeBuffers(int port) {
    try (HttpConnection connection = HttpConnection.open(port)) {
      for (int i = 0; i < 10; i++) {
        connection.get("127.0.0.1", "/q/health/live");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
