package io.sluice.gateway.http;

import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.Modifications.Mirror;
import io.sluice.gateway.balancing.Balancer;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.table.Decision;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The copies of requests that one event loop makes and sends. */
final class Mirrors {
  /** With bodies of the greatest size they hold 8 MiB. */
  static final int MOST_AT_ONCE = 128;

  private final GatewayLoop loop;
  private final Set<MirrorCopy> copies = new HashSet<>();

  Mirrors(GatewayLoop loop) {
    this.loop = loop;
  }

  /** What became of a copy. */
  enum Outcome {
    /** The answer came, and was thrown away. */
    ANSWERED,
    /** There was no target, no connection, or no answer in time. */
    FAILED,
    /** Not sent: there were too many at once. */
    BUSY,
    /** Not sent: the body is above the limit. */
    TOO_LARGE,
    /** Not sent: the body never became complete. */
    INCOMPLETE
  }

  /**
   * Begins a copy of a request whose fields are still those that the client sent.
   *
   * @param of the service that gets the request itself
   * @return null when this request is not copied
   */
  MirrorCopy begin(
      Modification modification,
      RequestHead head,
      Downstream client,
      LoopListener listener,
      BackendService of) {
    Mirror mirror = modification.changes().mirror();
    if (mirror == null || ThreadLocalRandom.current().nextInt(100) >= mirror.percent()) {
      return null;
    }
    if (copies.size() >= MOST_AT_ONCE) {
      count(listener.id(), Outcome.BUSY);
      return null;
    }
    Balancer balancer =
        loop.balancers()
            .choose(
                listener.table().zoning(),
                new Decision.Forward(List.of(new Decision.Share(mirror.backendServiceId(), 1))));
    if (balancer == null) {
      count(listener.id(), Outcome.FAILED);
      return null;
    }
    MirrorCopy copy = new MirrorCopy(this, loop, balancer, modification, head, client, listener);
    copy.hideCookiesOf(of);
    copies.add(copy);
    return copy;
  }

  void ended(MirrorCopy copy, UUID listenerId, Outcome outcome) {
    copies.remove(copy);
    count(listenerId, outcome);
  }

  private void count(UUID listenerId, Outcome outcome) {
    loop.observer().mirrored(listenerId, outcome.name().toLowerCase(Locale.ROOT));
  }

  /** Ends copies whose answers take too long; called a few times a second. */
  void tick(long now) {
    for (MirrorCopy copy : List.copyOf(copies)) {
      copy.tick(now);
    }
  }
}
