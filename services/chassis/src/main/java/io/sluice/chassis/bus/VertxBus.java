package io.sluice.chassis.bus;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.spi.cluster.ClusterManager;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The bus over Vert.x' event bus, clustered or local. The only class of the suite, besides the
 * wiring of the cluster, that knows the event bus.
 */
@Singleton
public class VertxBus implements Bus {
  private static final Logger LOG = Logger.getLogger(VertxBus.class);
  private static final DeliveryOptions WITHIN_TIMEOUT =
      new DeliveryOptions().setSendTimeout(REQUEST_TIMEOUT_MILLIS);
  private static final int FAILED = 500;

  private final Vertx vertx;
  private final BusCodec codec;

  @Inject
  public VertxBus(Vertx vertx) {
    this.vertx = vertx;
    this.codec = new BusCodec(vertx);
  }

  @Override
  public void publish(String address, Object message) {
    codec
        .encode(message)
        .map(bytes -> vertx.eventBus().publish(address, bytes))
        .onFailure(failure -> LOG.errorf(failure, "%s: could not publish", address));
  }

  @Override
  public void send(String address, Object message) {
    codec
        .encode(message)
        .map(bytes -> vertx.eventBus().send(address, bytes))
        .onFailure(failure -> LOG.errorf(failure, "%s: could not send", address));
  }

  @Override
  public <A> Uni<A> request(String address, Object message, Class<A> answerType) {
    return Uni.createFrom()
        .emitter(emitter ->
            codec
                .encode(message)
                .compose(bytes -> vertx.eventBus().<Buffer>request(address, bytes, WITHIN_TIMEOUT))
                .compose(reply -> codec.decode(reply.body(), answerType))
                .onComplete(
                    emitter::complete, failure -> emitter.fail(toBusException(address, failure))));
  }

  @Override
  public <M> Registration consume(String address, Class<M> messageType, Consumer<M> handler) {
    return register(
        address,
        received ->
            codec
                .decode(received.body(), messageType)
                .map(message -> {
                  handler.accept(message);
                  return null;
                })
                .onFailure(
                    failure -> LOG.errorf(failure, "%s: a message was not handled", address)));
  }

  @Override
  public <M, A> Registration serve(
      String address, Class<M> messageType, Function<M, Uni<A>> handler) {
    return register(
        address,
        received ->
            codec
                .decode(received.body(), messageType)
                .onSuccess(message ->
                    Uni.createFrom()
                        .deferred(() -> handler.apply(message))
                        .subscribe()
                        .with(
                            answer -> answer(address, received, answer),
                            failure -> refuse(address, received, failure)))
                .onFailure(failure -> refuse(address, received, failure)));
  }

  private void answer(String address, Message<Buffer> received, Object answer) {
    codec
        .encode(answer)
        .onSuccess(received::reply)
        .onFailure(failure -> refuse(address, received, failure));
  }

  private static void refuse(String address, Message<Buffer> received, Throwable failure) {
    LOG.warnf("%s: a request failed: %s", address, failure.toString());
    LOG.debugf(failure, "%s", address);
    received.fail(FAILED, failure.getMessage());
  }

  private Registration register(String address, Consumer<Message<Buffer>> handler) {
    MessageConsumer<Buffer> consumer =
        vertx
            .eventBus()
            .consumer(
                address,
                received -> {
                  markContextSafe();
                  handler.accept(received);
                });
    return consumer::unregister;
  }

  /**
   * Each message is delivered on a context of its own; unless it is marked so, Hibernate Reactive
   * refuses to work on it.
   */
  private static void markContextSafe() {
    Context context = Vertx.currentContext();
    if (context != null && VertxContext.isDuplicatedContext(context)) {
      VertxContextSafetyToggle.setContextSafe(context, true);
    }
  }

  @Override
  public int members() {
    ClusterManager manager = ((VertxInternal) vertx).getClusterManager();
    return manager == null ? 1 : Math.max(1, manager.getNodes().size());
  }

  private static BusException toBusException(String address, Throwable failure) {
    if (failure instanceof ReplyException reply) {
      return switch (reply.failureType()) {
        case NO_HANDLERS ->
            new BusException(BusException.Kind.NO_SERVER, "no member serves " + address, failure);
        case TIMEOUT ->
            new BusException(
                BusException.Kind.TIMEOUT,
                address + " did not answer within " + REQUEST_TIMEOUT_MILLIS + " ms",
                failure);
        default -> new BusException(BusException.Kind.FAILED, reply.getMessage(), failure);
      };
    }
    return new BusException(
        BusException.Kind.FAILED, address + ": " + failure.getMessage(), failure);
  }
}
