package io.sluice.gateway.upstream;

import io.sluice.gateway.observe.LoopObserver;
import io.sluice.gateway.observe.Reason;
import java.util.UUID;

/** Tells a loop's observer what becomes of the connections to targets of one backend service. */
record PoolObserver(LoopObserver observer, UUID serviceId) {

  /** A connection is ready; {@code nanos} is what it took. */
  void opened(long nanos) {
    observer.targetConnected(serviceId, nanos);
  }

  /** A connection that was ready is closed. */
  void closed() {
    observer.targetDisconnected(serviceId);
  }

  /** A connection could not be made. */
  void failed(Reason reason) {
    observer.targetConnectFailed(serviceId, reason);
  }
}
