package io.sluice.e2e.traffic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Steady load of GET requests over connections kept alive. Requests start by the clock, whether or
 * not earlier ones were answered, and latency counts from the time a request was due, so that a
 * stall of the gateway is seen in full. Nothing is retried; a connection that was closed between
 * two requests is replaced, and counted.
 */
public final class Load implements AutoCloseable {
  private static final long STOP = -1;

  private final int port;
  private final String host;
  private final String path;
  private final LoadReport report = new LoadReport();
  private final LinkedBlockingQueue<Long> due = new LinkedBlockingQueue<>();
  private final Map<Thread, String> gateways = new ConcurrentHashMap<>();
  private final List<Thread> clients = new ArrayList<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("load-clock").factory());
  private final long startedAt = System.nanoTime();

  private Load(int port, String host, String path) {
    this.port = port;
    this.host = host;
    this.path = path;
  }

  /**
   * Starts load.
   *
   * @param port the listener
   * @param path the path of each request
   * @param rate requests a second
   * @param connections connections kept alive
   */
  public static Load start(int port, String host, String path, int rate, int connections) {
    Load load = new Load(port, host, path);
    for (int i = 0; i < connections; i++) {
      load.clients.add(Thread.ofVirtual().name("load-" + i).start(load::run));
    }
    long gapNanos = TimeUnit.SECONDS.toNanos(1) / rate;
    load.clock.scheduleAtFixedRate(load::issue, 0, gapNanos, TimeUnit.NANOSECONDS);
    return load;
  }

  /** What has been seen so far. */
  public LoadReport report() {
    return report;
  }

  /** How many connections are open to a gateway, as their last answers tell. */
  public long connections(String gateway) {
    return gateways.values().stream().filter(gateway::equals).count();
  }

  /** How long the load has run. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  /** Ends the load after what is under way, and tells what was seen. */
  public LoadReport stop() throws InterruptedException {
    close();
    for (Thread client : clients) {
      client.join();
    }
    return report;
  }

  @Override
  public void close() {
    if (!clock.isShutdown()) {
      clock.shutdownNow();
      clients.forEach(client -> due.add(STOP));
    }
  }

  private void issue() {
    due.add(System.nanoTime());
  }

  private void run() {
    HttpConnection connection = null;
    try {
      for (long start = due.take(); start != STOP; start = due.take()) {
        if (connection != null && !connection.usable()) {
          connection.close();
          connection = null;
          gateways.remove(Thread.currentThread());
          report.idleClose();
        }
        try {
          if (connection == null) {
            connection = HttpConnection.open(port, 15_000);
          }
          Exchange exchange = connection.get(host, path);
          gateways.put(Thread.currentThread(), String.valueOf(exchange.gateway()));
          report.answered(exchange, start);
          if (exchange.closes()) {
            connection.close();
            connection = null;
            gateways.remove(Thread.currentThread());
          }
        } catch (RequestFailure failure) {
          report.failed(failure);
          gateways.remove(Thread.currentThread());
          if (connection != null) {
            connection.close();
            connection = null;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (connection != null) {
        connection.close();
      }
    }
  }
}
