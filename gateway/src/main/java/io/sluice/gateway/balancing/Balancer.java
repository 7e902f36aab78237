package io.sluice.gateway.balancing;

import io.sluice.contracts.model.TargetHealth;
import io.sluice.gateway.table.Endpoint;
import io.sluice.gateway.table.ServiceTable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Spreads the requests of one backend service on one event loop over its targets by smooth weighted
 * round robin: weights 5, 1, 1 give a a b a c a a.
 *
 * <p>Each target has a current number; a choice adds to each its weight, takes the target with the
 * greatest, the first of equals, and subtracts from it the sum of weights. The cost is one pass
 * over the targets.
 */
public final class Balancer {
  /** Steps that a new balancer is turned on by at most; each costs a pass over the targets. */
  private static final int MAX_FIRST_STEPS = 64;

  private final Map<UUID, LoopEndpoint> byTarget = new HashMap<>();
  private ServiceTable table;
  private LoopEndpoint[] rotation = {};
  private int[] weights = {};
  private int[] current = {};
  private int totalWeight;

  /**
   * A balancer that starts somewhere in its sequence.
   *
   * @param offset 0 (at its start) up to but not 1, differs between event loops and gateways, so
   *     that they do not send their first requests to the same target
   */
  Balancer(ServiceTable table, double offset) {
    update(table);
    int steps = (int) (offset * Math.min(rotation.length, MAX_FIRST_STEPS));
    for (int i = 0; i < steps; i++) {
      choose(List.of());
    }
  }

  /** The service with its newest settings. */
  public ServiceTable service() {
    return table;
  }

  /**
   * Chooses the target of a request.
   *
   * @param excluded targets already tried for this request
   * @return null when there is no other target
   */
  public LoopEndpoint choose(Collection<LoopEndpoint> excluded) {
    int best = -1;
    int bestCurrent = Integer.MIN_VALUE;
    int total = totalWeight;
    if (excluded.isEmpty()) {
      for (int i = 0; i < current.length; i++) {
        int next = current[i] + weights[i];
        current[i] = next;
        if (next > bestCurrent) {
          best = i;
          bestCurrent = next;
        }
      }
    } else {
      for (int i = 0; i < current.length; i++) {
        if (excluded.contains(rotation[i])) {
          total -= weights[i];
        } else {
          current[i] += weights[i];
          if (best < 0 || current[i] > current[best]) {
            best = i;
          }
        }
      }
    }
    if (best < 0) {
      return excluded.isEmpty() ? null : withoutVerdict(excluded);
    }
    current[best] -= total;
    return rotation[best];
  }

  /**
   * A target that no probe has judged yet. A request that failed on every healthy target goes there
   * rather than fail: the healthy ones may have died together, seconds before probes say so.
   */
  private LoopEndpoint withoutVerdict(Collection<LoopEndpoint> excluded) {
    for (LoopEndpoint candidate : byTarget.values()) {
      Endpoint endpoint = candidate.endpoint();
      if (endpoint.takesRequests()
          && endpoint.health() == TargetHealth.State.INITIAL
          && !excluded.contains(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  /** All targets of the service that this event loop knows, those out of rotation too. */
  public Collection<LoopEndpoint> endpoints() {
    return byTarget.values();
  }

  /** Goes on with newer settings; targets that stay keep their place in the sequence. */
  void update(ServiceTable newest) {
    if (newest == table) {
      return;
    }
    boolean sameEndpoints = table != null && table.endpoints().equals(newest.endpoints());
    table = newest;
    if (sameEndpoints) {
      return;
    }
    Map<LoopEndpoint, Integer> places = new HashMap<>();
    for (int i = 0; i < rotation.length; i++) {
      places.put(rotation[i], current[i]);
    }
    int oldTotal = totalWeight;
    adopt(newest.endpoints());
    List<Endpoint> next = newest.rotation();
    rotation = new LoopEndpoint[next.size()];
    weights = new int[next.size()];
    current = new int[next.size()];
    totalWeight = 0;
    for (int i = 0; i < rotation.length; i++) {
      rotation[i] = byTarget.get(next.get(i).targetId());
      weights[i] = next.get(i).weight();
      current[i] = places.getOrDefault(rotation[i], 0);
      totalWeight += weights[i];
    }
    settle(oldTotal);
  }

  private void adopt(List<Endpoint> endpoints) {
    Map<UUID, LoopEndpoint> known = Map.copyOf(byTarget);
    byTarget.clear();
    for (Endpoint endpoint : endpoints) {
      LoopEndpoint kept = known.get(endpoint.targetId());
      if (kept == null) {
        kept = new LoopEndpoint(endpoint);
      } else {
        kept.endpoint(endpoint);
      }
      byTarget.put(endpoint.targetId(), kept);
    }
  }

  /**
   * Brings the current numbers to the new sum of weights, and their sum to 0. Otherwise a target
   * that was ahead by an old, greater weight would be passed over, or chosen alone, for many
   * requests.
   */
  private void settle(int oldTotal) {
    if (rotation.length == 0 || oldTotal == 0) {
      return;
    }
    long sum = 0;
    for (int i = 0; i < current.length; i++) {
      current[i] = (int) ((long) current[i] * totalWeight / oldTotal);
      sum += current[i];
    }
    int mean = (int) (sum / current.length);
    for (int i = 0; i < current.length; i++) {
      current[i] -= mean;
      sum -= mean;
    }
    for (int i = 0; sum != 0; i++) {
      int step = Long.signum(sum);
      current[i] -= step;
      sum -= step;
    }
  }
}
