package io.sluice.chassis.bus;

import io.smallrye.mutiny.Uni;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How services of the suite speak to one another: records of {@code contracts}, in JSON, over
 * addresses of {@link io.sluice.contracts.Addresses}.
 *
 * <p>Delivery is at most once, so nothing may depend on a message that arrives: a {@link #request}
 * fails after {@link #REQUEST_TIMEOUT_MILLIS} and may be repeated, and state is replicated by
 * revision ({@link io.sluice.chassis.sync.Follower}). Handlers run on an event loop and must not
 * block. Messages above {@link #LARGE_MESSAGE_BYTES} are encoded and decoded on a worker thread.
 */
public interface Bus {
  /** After this many ms a request without an answer fails. */
  long REQUEST_TIMEOUT_MILLIS = 1_000;

  /** From this size on JSON is handled off the event loop: 64 KiB take about 1 ms. */
  int LARGE_MESSAGE_BYTES = 64 * 1024;

  /** Delivers a message to every consumer of the address, on all members. */
  void publish(String address, Object message);

  /** Delivers a message to one consumer of the address; nothing tells whether it arrived. */
  void send(String address, Object message);

  /**
   * Asks one server of the address.
   *
   * @return the answer; fails with {@link BusException} when none serves the address, when the
   *     server failed, or after {@link #REQUEST_TIMEOUT_MILLIS}
   */
  <A> Uni<A> request(String address, Object message, Class<A> answerType);

  /** Receives what is published or sent to an address, on this member and all others. */
  <M> Registration consume(String address, Class<M> messageType, Consumer<M> handler);

  /**
   * Answers requests to an address. A failed Uni reaches the asker as {@link BusException} with its
   * message.
   */
  <M, A> Registration serve(String address, Class<M> messageType, Function<M, Uni<A>> handler);

  /** How many members the cluster has, this one included; 1 when alone. */
  int members();

  /** A consumer or server that can be ended. */
  @FunctionalInterface
  interface Registration {
    /** Ends it; may be called again. */
    void cancel();
  }
}
