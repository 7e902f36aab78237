package io.sluice.gateway.tls;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A listener's handshakes on one event loop: begins them, holds them to their time, and keeps their
 * number within the gateway's limit. Used on that loop's thread alone.
 *
 * <p>A handshake counts from its ClientHello on: a connection that has sent none costs no more than
 * any idle one. At the limit, one that has been waiting for its client for a while makes room for a
 * newcomer; so clients that stall do not lock out others.
 */
public final class LoopHandshakes {
  private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final TlsObserver observer;
  private final TlsUser user;
  private final Set<Handshake> waiting = new LinkedHashSet<>();
  private final Set<Handshake> counted = new LinkedHashSet<>();
  private TlsSet set;

  /**
   * The handshakes of a listener.
   *
   * @param user gets the channels whose handshake is complete
   */
  public LoopHandshakes(TlsSet set, TlsObserver observer, TlsUser user) {
    this.set = set;
    this.observer = observer;
    this.user = user;
  }

  /** Uses another set for new handshakes. */
  public void use(TlsSet newest) {
    set = newest;
  }

  /** Begins the handshake of a connection that was accepted. */
  public void accept(Channel channel) {
    Handshake handshake = new Handshake(this, System.nanoTime());
    waiting.add(handshake);
    observer.handshakeBegan(set.listenerId());
    channel.pipeline().addLast(handshake);
  }

  /** Handshakes under way, those that have not sent anything too. */
  public int size() {
    return waiting.size() + counted.size();
  }

  /** Ends what takes too long. */
  public void tick(long now) {
    endLate(waiting, now);
    endLate(counted, now);
  }

  private void endLate(Set<Handshake> handshakes, long now) {
    List<Handshake> late = new ArrayList<>();
    for (Handshake handshake : handshakes) {
      if (now - handshake.beganAt() > set.timeoutNanos()) {
        late.add(handshake);
      }
    }
    late.forEach(handshake -> handshake.fail(HandshakeFailure.TIMEOUT));
  }

  /** Ends all: no request can follow any more. */
  public void close() {
    List<Handshake> all = new ArrayList<>(waiting);
    all.addAll(counted);
    all.forEach(handshake -> handshake.fail(HandshakeFailure.GATEWAY_CLOSED));
  }

  // What a handshake does.

  TlsSet set() {
    return set;
  }

  TlsUser user() {
    return user;
  }

  /** Counts a handshake whose ClientHello is there; false when there is no room for it. */
  boolean begin(Handshake handshake, TlsSet of) {
    if (of.underWay().incrementAndGet() > of.atOnce() && !makeRoom(handshake.lastStep())) {
      of.underWay().decrementAndGet();
      return false;
    }
    waiting.remove(handshake);
    counted.add(handshake);
    return true;
  }

  private boolean makeRoom(long now) {
    if (counted.isEmpty()) {
      return false;
    }
    Handshake oldest = counted.iterator().next();
    if (now - oldest.lastStep() < STALLED_NANOS) {
      return false;
    }
    oldest.fail(HandshakeFailure.TOO_MANY);
    return true;
  }

  void succeeded(Handshake handshake, TlsSet of, TlsConnection connection) {
    end(handshake, of);
    observer.handshakeSucceeded(
        of.listenerId(), connection, System.nanoTime() - handshake.beganAt());
  }

  void failed(Handshake handshake, TlsSet of, HandshakeFailure failure) {
    end(handshake, of);
    observer.handshakeFailed(set.listenerId(), failure);
  }

  private void end(Handshake handshake, TlsSet of) {
    waiting.remove(handshake);
    if (counted.remove(handshake)) {
      of.underWay().decrementAndGet();
    }
  }
}
