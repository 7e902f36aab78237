package io.sluice.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A member in a process of its own, that can be killed or stopped. Five times a second it asks all
 * others, and writes what it sees into a file.
 */
final class MemberProcess implements AutoCloseable {
  /** What a member saw last: how many members, and who answers. */
  record Seen(int size, Set<String> answering) {}

  private static final long ROUND_MILLIS = 200;

  private final Process process;
  private final Path status;
  private final Path log;

  private MemberProcess(Process process, Path status, Path log) {
    this.process = process;
    this.status = status;
    this.log = log;
  }

  /**
   * Starts a member.
   *
   * @param prefix a command to run it under, as ip netns exec NAME
   */
  static MemberProcess start(
      Path folder, List<String> prefix, String name, String host, int port, String seeds)
      throws IOException {
    Path status = folder.resolve(name + ".status");
    Path log = folder.resolve(name + ".log");
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            MemberProcess.class.getName(),
            status.toString(),
            name,
            host,
            Integer.toString(port),
            seeds));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new MemberProcess(process, status, log);
  }

  /** What it saw last; a failure with what it printed when it is no more. */
  Seen seen() {
    try {
      if (!process.isAlive()) {
        throw new IllegalStateException("the member has ended: " + Files.readString(log));
      }
      if (!Files.exists(status)) {
        return new Seen(0, Set.of());
      }
      String[] words = Files.readString(status).split(" ", 2);
      return new Seen(
          Integer.parseInt(words[0]),
          Set.copyOf(Arrays.stream(words[1].split(",")).filter(w -> !w.isEmpty()).toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a signal, as STOP or KILL. */
  void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** The process: status file, own name, host, port, and names=host:port of all members. */
  public static void main(String[] arguments) throws Exception {
    Path status = Path.of(arguments[0]);
    String name = arguments[1];
    List<String> names = new ArrayList<>();
    List<String> seeds = new ArrayList<>();
    for (String seed : arguments[4].split(",")) {
      names.add(seed.substring(0, seed.indexOf('=')));
      seeds.add(seed.substring(seed.indexOf('=') + 1));
    }
    ClusterOptions options =
        new ClusterOptions(
            name,
            arguments[2],
            Integer.parseInt(arguments[3]),
            new ClusterOptions.Discovery.Static(seeds),
            null);
    Members.Member member = Members.startOne(options);
    member.vertx().setPeriodic(ROUND_MILLIS, id -> look(member, names, status));
  }

  private static void look(Members.Member member, List<String> names, Path status) {
    Set<String> answering = new ConcurrentSkipListSet<>();
    Vertx vertx = member.vertx();
    for (String name : names) {
      vertx
          .eventBus()
          .<String>request(name, "hello", new DeliveryOptions().setSendTimeout(ROUND_MILLIS / 2))
          .onSuccess(answer -> answering.add(answer.body()));
    }
    vertx.setTimer(ROUND_MILLIS - 50, id -> write(status, member.size(), answering));
  }

  private static void write(Path status, int size, Set<String> answering) {
    try {
      Path fresh = status.resolveSibling(status.getFileName() + ".new");
      Files.writeString(fresh, size + " " + String.join(",", answering));
      Files.move(fresh, status, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command and says whether it succeeded. */
  static boolean run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new TimeoutException(String.join(" ", command));
    }
    return process.exitValue() == 0;
  }
}
