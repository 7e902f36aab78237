package io.sluice.e2e.traffic;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * WebSockets to {@link Backend}s that exchange messages all the time: a message, its echo, the next
 * one. A client whose WebSocket is ended opens another at once.
 */
public final class WebSockets implements AutoCloseable {
  private static final Duration OPENING = Duration.ofSeconds(10);

  private final URI uri;
  private final long pauseMillis;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("websocket-clock").factory());
  private final List<Talk> talks = new CopyOnWriteArrayList<>();
  private final List<End> ends = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final AtomicLong echoes = new AtomicLong();
  private volatile boolean closing;

  /**
   * A WebSocket that was ended.
   *
   * @param target who was at its other end
   * @param code that of the Close frame
   * @param at when
   */
  public record End(String target, int code, Instant at) {}

  /**
   * No WebSocket yet.
   *
   * @param port the listener
   * @param pauseMillis from an echo to the next message
   */
  public WebSockets(int port, long pauseMillis) {
    this.uri = URI.create("ws://127.0.0.1:" + port + "/socket");
    this.pauseMillis = pauseMillis;
  }

  /** Opens one and waits until its target has greeted. */
  public void open() {
    Talk talk = new Talk();
    client.newWebSocketBuilder().connectTimeout(OPENING).buildAsync(uri, talk).join();
    talk.greeted.orTimeout(OPENING.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** The targets of those that are open. */
  public Set<String> targets() {
    return talks.stream().map(talk -> talk.target).collect(Collectors.toSet());
  }

  /** The gateways of those that are open. */
  public Set<String> gateways() {
    return talks.stream().map(talk -> talk.gateway).collect(Collectors.toSet());
  }

  /** How many are open. */
  public int count() {
    return talks.size();
  }

  /** Messages that came back. */
  public long echoes() {
    return echoes.get();
  }

  /** Those that the other side has ended by a Close frame. */
  public List<End> ends() {
    return List.copyOf(ends);
  }

  /** Those that ended without one or could not be opened, and echoes that were wrong. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    closing = true;
    clock.shutdownNow();
    talks.forEach(talk -> talk.socket.abort());
    client.shutdownNow();
  }

  private final class Talk implements WebSocket.Listener {
    private final CompletableFuture<Void> greeted = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private volatile WebSocket socket;
    private volatile String target;
    private volatile String gateway;
    private String said;
    private long number;

    @Override
    public void onOpen(WebSocket opened) {
      socket = opened;
      opened.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        take(text.toString());
        text.setLength(0);
        after(pauseMillis, this::say);
      }
      from.request(1);
      return null;
    }

    private void take(String message) {
      if (target == null) {
        String[] greeting = message.split(" ");
        target = greeting[0];
        gateway = greeting[greeting.length - 1];
        talks.add(this);
        greeted.complete(null);
      } else if (message.equals(said)) {
        echoes.incrementAndGet();
      } else {
        failures.add("said " + said + ", heard " + message);
      }
    }

    private void say() {
      said = "message " + number++;
      if (!socket.isOutputClosed()) {
        socket.sendText(said, true);
      }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      ends.add(new End(target, code, Instant.now()));
      again();
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      if (!closing) {
        failures.add("WebSocket to " + target + " at " + Instant.now() + ": " + error);
        again();
      }
    }

    private void again() {
      talks.remove(this);
      after(
          0,
          () ->
              client
                  .newWebSocketBuilder()
                  .connectTimeout(OPENING)
                  .buildAsync(uri, new Talk())
                  .whenComplete((opened, failure) -> {
                    if (failure != null && !closing) {
                      failures.add("no WebSocket: " + failure);
                    }
                  }));
    }

    private void after(long millis, Runnable task) {
      if (!closing) {
        clock.schedule(task, millis, TimeUnit.MILLISECONDS);
      }
    }
  }
}
