package io.sluice.e2e.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What load generators share: their files, and the process of {@link FixedRateClient}. */
final class Generators implements AutoCloseable {
  private final Path folder;
  private final Process client;
  private final BufferedReader answers;

  private Generators(Path folder, Process client) {
    this.folder = folder;
    this.client = client;
    this.answers =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
  }

  /**
   * Starts the client's process on the load's core.
   *
   * @param folder with the generators' files
   */
  static Generators start(Path folder) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            // No collection before a work of a minute has ended.
            "-Xmn1g",
            "-Xmx1200m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            FixedRateClient.class.getName());
    return new Generators(
        folder,
        new ProcessBuilder(Commands.pinned(Commands.LOAD_CORE, command))
            .redirectError(Redirect.INHERIT)
            .start());
  }

  /** One of the generators' files. */
  String file(String name) {
    return folder.resolve(name).toString();
  }

  /** The process of the fixed-rate client. */
  long process() {
    return client.pid();
  }

  /** Does a work at a fixed rate. */
  Latencies run(FixedRateClient.Work work) {
    try {
      client.getOutputStream().write((work.line() + "\n").getBytes(StandardCharsets.US_ASCII));
      client.getOutputStream().flush();
      return Latencies.of(String.valueOf(answers.readLine()));
    } catch (IOException e) {
      throw new UncheckedIOException("the fixed-rate client is gone", e);
    }
  }

  @Override
  public void close() throws IOException {
    client.getOutputStream().close();
    client.destroy();
  }
}
