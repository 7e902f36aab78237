package io.sluice.gateway.resilience;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Takes note of what is decided for all event loops; called on one thread, unless said otherwise,
 * and never blocks.
 */
public interface ResilienceObserver {
  /** Takes note of nothing. */
  ResilienceObserver NONE =
      new ResilienceObserver() {
        @Override
        public void serviceMet(ServiceState service) {}

        @Override
        public void ejectionDecided(UUID serviceId, UUID targetId, boolean ejected) {}

        @Override
        public void ejectedChanged(Map<UUID, Set<UUID>> ejectedByService) {}
      };

  /** There is a backend service that was not there before; may be called on any thread. */
  void serviceMet(ServiceState service);

  /**
   * A target failed too often.
   *
   * @param ejected whether it is ejected; else too many are, or it is the only one
   */
  void ejectionDecided(UUID serviceId, UUID targetId, boolean ejected);

  /**
   * Other targets are ejected than before.
   *
   * @param ejectedByService all of them; services without any are left out
   */
  void ejectedChanged(Map<UUID, Set<UUID>> ejectedByService);
}
