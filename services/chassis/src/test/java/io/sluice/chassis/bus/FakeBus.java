package io.sluice.chassis.bus;

import io.sluice.contracts.Json;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * A bus within the test, with faults on demand. Delivers at once on the caller's thread; messages
 * go through their JSON form as on the real bus. What is lost or not served fails at once with the
 * kind that the real bus would give after its timeout.
 */
public final class FakeBus implements Bus {
  private static final Logger LOG = Logger.getLogger(FakeBus.class);

  private record Handler(String address, Function<byte[], Uni<byte[]>> handler) {}

  private record Held(UniEmitter<? super byte[]> asker, byte[] answer) {}

  private final List<Handler> consumers = new CopyOnWriteArrayList<>();
  private final List<Handler> servers = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> losing = new HashMap<>();
  private final Map<String, Integer> losingAnswers = new HashMap<>();
  private final Map<String, Queue<Held>> held = new HashMap<>();
  private int members = 1;
  private int turn;

  /** The next messages to an address do not arrive; a request times out. */
  public synchronized void loseNext(String address, int count) {
    losing.merge(address, count, Integer::sum);
  }

  /** The next requests to an address are handled, but their answers do not arrive. */
  public synchronized void loseNextAnswers(String address, int count) {
    losingAnswers.merge(address, count, Integer::sum);
  }

  /** From now on answers of an address wait until they are released. */
  public synchronized void holdAnswers(String address) {
    held.computeIfAbsent(address, key -> new ArrayDeque<>());
  }

  /** How many answers of an address wait. */
  public synchronized int heldAnswers(String address) {
    return held.getOrDefault(address, new ArrayDeque<>()).size();
  }

  /** Delivers the answers of an address that wait; later ones are not held any more. */
  public void releaseAnswers(String address) {
    Queue<Held> waiting;
    synchronized (this) {
      waiting = held.remove(address);
    }
    if (waiting != null) {
      waiting.forEach(answer -> answer.asker.complete(answer.answer));
    }
  }

  /** What {@link #members()} says; 1 at first. */
  public void setMembers(int count) {
    members = count;
  }

  @Override
  public void publish(String address, Object message) {
    byte[] bytes = write(message);
    if (lost(losing, address)) {
      return;
    }
    consumers.stream().filter(c -> c.address.equals(address)).forEach(c -> deliver(c, bytes));
  }

  @Override
  public void send(String address, Object message) {
    byte[] bytes = write(message);
    if (lost(losing, address)) {
      return;
    }
    next(consumers, address).ifPresent(c -> deliver(c, bytes));
  }

  private static void deliver(Handler consumer, byte[] bytes) {
    // As on the real bus, the sender does not learn of a failure.
    consumer
        .handler
        .apply(bytes)
        .subscribe()
        .with(done -> {}, failure -> LOG.warnf(failure, "%s", consumer.address));
  }

  @Override
  public <A> Uni<A> request(String address, Object message, Class<A> answerType) {
    return Uni.createFrom()
        .<byte[]>emitter(emitter -> ask(address, write(message), emitter))
        .map(bytes -> read(bytes, answerType));
  }

  private void ask(String address, byte[] bytes, UniEmitter<? super byte[]> asker) {
    if (lost(losing, address)) {
      asker.fail(timeout(address));
      return;
    }
    next(servers, address)
        .ifPresentOrElse(
            server ->
                server
                    .handler
                    .apply(bytes)
                    .subscribe()
                    .with(
                        answer -> answer(address, asker, answer),
                        failure ->
                            asker.fail(
                                new BusException(
                                    BusException.Kind.FAILED, failure.getMessage(), failure))),
            () ->
                asker.fail(
                    new BusException(
                        BusException.Kind.NO_SERVER, "no member serves " + address, null)));
  }

  private void answer(String address, UniEmitter<? super byte[]> asker, byte[] answer) {
    if (lost(losingAnswers, address)) {
      asker.fail(timeout(address));
      return;
    }
    synchronized (this) {
      Queue<Held> waiting = held.get(address);
      if (waiting != null) {
        waiting.add(new Held(asker, answer));
        return;
      }
    }
    asker.complete(answer);
  }

  @Override
  public <M> Registration consume(String address, Class<M> messageType, Consumer<M> handler) {
    return add(
        consumers,
        new Handler(
            address,
            bytes ->
                Uni.createFrom()
                    .item(() -> {
                      handler.accept(read(bytes, messageType));
                      return bytes;
                    })));
  }

  @Override
  public <M, A> Registration serve(
      String address, Class<M> messageType, Function<M, Uni<A>> handler) {
    return add(
        servers,
        new Handler(
            address,
            bytes ->
                Uni.createFrom()
                    .deferred(() -> handler.apply(read(bytes, messageType)))
                    .map(FakeBus::write)));
  }

  @Override
  public int members() {
    return members;
  }

  private static Registration add(List<Handler> handlers, Handler handler) {
    handlers.add(handler);
    return () -> handlers.removeIf(other -> other == handler);
  }

  private synchronized Optional<Handler> next(List<Handler> handlers, String address) {
    List<Handler> candidates =
        handlers.stream().filter(handler -> handler.address.equals(address)).toList();
    return candidates.isEmpty()
        ? Optional.empty()
        : Optional.of(candidates.get(Math.floorMod(turn++, candidates.size())));
  }

  private synchronized boolean lost(Map<String, Integer> counts, String address) {
    int left = counts.getOrDefault(address, 0);
    counts.put(address, Math.max(0, left - 1));
    return left > 0;
  }

  private static BusException timeout(String address) {
    return new BusException(BusException.Kind.TIMEOUT, address + " did not answer", null);
  }

  private static byte[] write(Object message) {
    try {
      return Json.MAPPER.writeValueAsBytes(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T read(byte[] bytes, Class<T> type) {
    try {
      return Json.MAPPER.readValue(bytes, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
