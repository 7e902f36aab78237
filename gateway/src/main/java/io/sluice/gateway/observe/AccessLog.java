package io.sluice.gateway.observe;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.contracts.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * One line of JSON for each request, in a file. Requests never wait for it: when the disk is too
 * slow, lines are dropped and counted. A file that was moved away is made anew within a second.
 */
public final class AccessLog implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(AccessLog.class);

  /** Requests that may wait for the disk; about 2 MiB of heap when all are taken. */
  private static final int WAITING = 8_192;

  private static final long POLL_MILLIS = 500;

  private final Optional<Path> file;
  private final BlockingQueue<RequestSummary> queue = new ArrayBlockingQueue<>(WAITING);
  private final LongAdder dropped = new LongAdder();
  private final Thread writer;
  private volatile boolean closed;

  /** A log in a file, or none when empty. */
  public AccessLog(Optional<Path> file) {
    this.file = file;
    this.writer =
        file.map(
                path -> Thread.ofPlatform().daemon().name("access-log").start(() -> writeAll(path)))
            .orElse(null);
  }

  /** Notes a request; never blocks. */
  void log(RequestSummary request) {
    if (file.isPresent() && !queue.offer(request)) {
      dropped.increment();
    }
  }

  /** How many lines there was no room for, or that could not be written. */
  public long dropped() {
    return dropped.sum();
  }

  /** Writes what waits, for at most 5 s, and ends. */
  @Override
  public void close() {
    closed = true;
    if (writer != null) {
      try {
        writer.join(TimeUnit.SECONDS.toMillis(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void writeAll(Path path) {
    boolean failing = false;
    List<RequestSummary> batch = new ArrayList<>();
    while (!closed || !queue.isEmpty()) {
      try {
        write(path, batch);
        failing = false;
      } catch (IOException e) {
        if (!failing) {
          LOG.warnf("The access log %s cannot be written: %s", path, e.toString());
        }
        failing = true;
        queue.drainTo(batch);
        dropped.add(batch.size());
        batch.clear();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /**
   * Writes to one opened file for as long as it is there.
   *
   * @param batch empty before and after; after an exception, the requests that may not be in the
   *     file
   */
  private void write(Path path, List<RequestSummary> batch)
      throws IOException, InterruptedException {
    RequestSummary first = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
    if (first == null) {
      return;
    }
    batch.add(first);
    if (path.toAbsolutePath().getParent() != null) {
      Files.createDirectories(path.toAbsolutePath().getParent());
    }
    try (BufferedWriter out =
        Files.newBufferedWriter(
            path, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      long checked = System.nanoTime();
      while (!batch.isEmpty()) {
        for (RequestSummary request : batch) {
          out.write(line(request));
        }
        out.flush();
        batch.clear();
        if (System.nanoTime() - checked > TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS)) {
          return;
        }
        queue.drainTo(batch, 1_000);
      }
    }
  }

  private static String line(RequestSummary request) throws IOException {
    StringWriter line = new StringWriter(400);
    try (JsonGenerator json = Json.MAPPER.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("time", Instant.ofEpochMilli(request.startedAtMillis()).toString());
      json.writeStringField("client", request.clientAddress());
      json.writeStringField("method", request.method());
      json.writeStringField("host", request.host());
      json.writeStringField("target", request.requestTarget());
      json.writeStringField("version", request.version());
      json.writeNumberField("status", request.status());
      json.writeStringField("reason", request.reason().name());
      json.writeStringField("listenerId", text(request.listenerId()));
      json.writeStringField("serviceId", text(request.serviceId()));
      json.writeStringField("targetId", text(request.targetId()));
      json.writeStringField("targetAddress", request.targetAddress());
      json.writeNumberField("attempts", request.attempts());
      json.writeNumberField("durationMicros", request.durationNanos() / 1_000);
      json.writeNumberField("bytesReceived", request.bytesReceived());
      json.writeNumberField("bytesSent", request.bytesSent());
      json.writeEndObject();
    }
    return line.append('\n').toString();
  }

  private static String text(Object id) {
    return id == null ? null : id.toString();
  }
}
