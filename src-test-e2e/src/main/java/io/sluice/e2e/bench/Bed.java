package io.sluice.e2e.bench;

import io.sluice.e2e.suite.Suite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All that runs while the benchmark does. It ends with the benchmark, even when that is broken off.
 */
final class Bed implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Thread atExit = new Thread(this::closeAll, "bench-end");
  private final List<Subject> subjects = new ArrayList<>();
  private final Set<Long> processes = new HashSet<>();
  private Generators generators;

  private Bed() {}

  /**
   * Starts backend, gateways and generators.
   *
   * @param configurations where their configurations are
   */
  static Bed start(Path configurations) throws IOException {
    Bed bed = new Bed();
    Runtime.getRuntime().addShutdownHook(bed.atExit);
    try {
      Peers peers = Peers.start(configurations, Suite.newState("bench-peers"));
      bed.open.push(peers);
      SluiceSuite sluice = SluiceSuite.start(peers);
      bed.open.push(sluice);
      bed.generators = Generators.start(configurations);
      bed.open.push(bed.generators);
      bed.subjects.addAll(
          List.of(peers.direct(), peers.haproxy(), peers.nginx(), sluice.subject()));
      bed.subjects.forEach(subject -> bed.processes.addAll(subject.processes()));
      bed.processes.addAll(sluice.processes());
      bed.processes.add(bed.generators.process());
      return bed;
    } catch (IOException | RuntimeException e) {
      bed.close();
      throw e;
    }
  }

  /** What is measured; first the backend without a gateway, Sluice last. */
  List<Subject> subjects() {
    return subjects;
  }

  Generators generators() {
    return generators;
  }

  /** What else the machine does. */
  Others others() {
    return new Others(List.copyOf(processes));
  }

  private void closeAll() {
    synchronized (open) {
      while (!open.isEmpty()) {
        try {
          open.pop().close();
        } catch (Exception e) {
          System.err.println("Not ended in order: " + e);
        }
      }
    }
  }

  @Override
  public void close() {
    closeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The hook runs already.
    }
  }
}
