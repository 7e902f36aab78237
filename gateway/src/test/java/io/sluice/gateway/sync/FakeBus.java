package io.sluice.gateway.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.bus.BusException;
import io.sluice.contracts.Json;
import io.smallrye.mutiny.Uni;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** A bus inside the process: every message goes through its JSON form, on the caller's thread. */
public final class FakeBus implements Bus {
  private final Map<String, List<Consumer<String>>> consumers = new ConcurrentHashMap<>();
  private final Map<String, Function<String, Uni<String>>> servers = new ConcurrentHashMap<>();

  @Override
  public void publish(String address, Object message) {
    String json = write(message);
    consumers.getOrDefault(address, List.of()).forEach(consumer -> consumer.accept(json));
  }

  @Override
  public void send(String address, Object message) {
    publish(address, message);
  }

  @Override
  public <A> Uni<A> request(String address, Object message, Class<A> answerType) {
    Function<String, Uni<String>> server = servers.get(address);
    if (server == null) {
      return Uni.createFrom()
          .failure(new BusException(BusException.Kind.NO_SERVER, "nobody serves " + address, null));
    }
    return server.apply(write(message)).map(answer -> read(answer, answerType));
  }

  @Override
  public <M> Registration consume(String address, Class<M> messageType, Consumer<M> handler) {
    Consumer<String> consumer = json -> handler.accept(read(json, messageType));
    consumers.computeIfAbsent(address, ignored -> new CopyOnWriteArrayList<>()).add(consumer);
    return () -> consumers.get(address).remove(consumer);
  }

  @Override
  public <M, A> Registration serve(
      String address, Class<M> messageType, Function<M, Uni<A>> handler) {
    servers.put(
        address, json -> handler.apply(read(json, messageType)).map(answer -> write(answer)));
    return () -> servers.remove(address);
  }

  @Override
  public int members() {
    return 1;
  }

  private static String write(Object message) {
    try {
      return Json.MAPPER.writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T read(String json, Class<T> type) {
    try {
      return Json.MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
