package io.sluice.e2e.bench;

import io.sluice.e2e.suite.Ports;
import io.sluice.e2e.suite.Processes;
import io.sluice.e2e.suite.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The backend, HAProxy and nginx, from the configurations in {@code src-test-e2e/bench}. */
final class Peers implements AutoCloseable {
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  private final Path configurations;
  private final Path folder;
  private final List<Process> started = new ArrayList<>();
  private Subject direct;
  private Subject haproxy;
  private Subject nginx;

  private Peers(Path configurations, Path folder) {
    this.configurations = configurations;
    this.folder = folder;
  }

  /**
   * Starts all.
   *
   * @param configurations where their configurations are
   * @param folder for their files
   */
  static Peers start(Path configurations, Path folder) throws IOException {
    Peers peers = new Peers(configurations, folder);
    try {
      peers.files();
      peers.direct = peers.start(Subject.DIRECT, Commands.LOAD_CORE, "backend.conf", "nginx", "-c");
      peers.direct.ports().put(Front.TCP, peers.backendPort());
      peers.direct.ports().put(Front.SPLICED, peers.backendPort());
      peers.haproxy =
          peers.start(
              Subject.HAPROXY, Commands.GATEWAY_CORE, "haproxy.cfg", "haproxy", "-db", "-f");
      peers.nginx = peers.start(Subject.NGINX, Commands.GATEWAY_CORE, "nginx.conf", "nginx", "-c");
      return peers;
    } catch (IOException | RuntimeException e) {
      peers.close();
      throw e;
    }
  }

  /** The backend itself. */
  Subject direct() {
    return direct;
  }

  Subject haproxy() {
    return haproxy;
  }

  Subject nginx() {
    return nginx;
  }

  /** Where the backend answers HTTP/1.1. */
  int backendPort() {
    return direct.ports().get(Front.PLAIN);
  }

  /** The certificate of all, PEM. */
  String certificate() {
    return text("site.crt");
  }

  /** Its key, PEM. */
  String privateKey() {
    return text("site.key");
  }

  private String text(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void files() throws IOException {
    Path files = Files.createDirectories(folder.resolve("files"));
    Files.write(files.resolve("64k"), new byte[64 * KIB]);
    Files.write(files.resolve("10m"), new byte[10 * MIB]);
    // The key type that certificate authorities hand out for new sites.
    Commands.run(
        List.of(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "30",
            "-subj",
            "/CN=bench.example",
            "-addext",
            "subjectAltName=DNS:bench.example",
            "-keyout",
            folder.resolve("site.key").toString(),
            "-out",
            folder.resolve("site.crt").toString()));
    Files.writeString(folder.resolve("site.pem"), certificate() + privateKey());
  }

  private Subject start(String name, int core, String configuration, String... command)
      throws IOException {
    String template = Files.readString(configurations.resolve(configuration));
    Map<Front, Integer> ports = new EnumMap<>(Front.class);
    for (Front front : Front.values()) {
      if (template.contains("@" + front + "@")) {
        ports.put(front, Ports.free());
      }
    }
    Path file = folder.resolve(configuration);
    Files.writeString(file, filled(template, ports));
    List<String> all = new ArrayList<>(List.of(command));
    all.add(file.toString());
    Process process =
        new ProcessBuilder(Commands.pinned(core, all))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(configuration + ".log").toFile())
            .start();
    started.add(process);
    Site.await(name + " listens; see " + folder.resolve(configuration + ".log"))
        .until(() -> ports.values().stream().noneMatch(Ports::isFree) || !process.isAlive());
    if (!process.isAlive()) {
      throw new IllegalStateException(
          name + " ended: " + Files.readString(folder.resolve(configuration + ".log")));
    }
    return new Subject(name, family(process), ports);
  }

  private String filled(String text, Map<Front, Integer> ports) {
    String filled =
        text.replace("@FOLDER@", folder.toString())
            .replace("@USER@", System.getProperty("user.name"))
            .replace("@FILES@", Long.toString(Limits.openFiles()))
            .replace("@KIB@", "x".repeat(KIB));
    for (Map.Entry<Front, Integer> port : ports.entrySet()) {
      filled = filled.replace("@" + port.getKey() + "@", port.getValue().toString());
    }
    return direct == null ? filled : filled.replace("@BACKEND@", Integer.toString(backendPort()));
  }

  private static List<Long> family(Process process) {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(ProcessHandle::pid)
        .toList();
  }

  @Override
  public void close() {
    for (Process process : started.reversed()) {
      long pid = process.pid();
      if (process.isAlive()) {
        process.destroy();
        Processes.awaitEnd(pid, Duration.ofSeconds(10));
      }
    }
  }
}
