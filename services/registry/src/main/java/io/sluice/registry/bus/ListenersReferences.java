package io.sluice.registry.bus;

import io.sluice.chassis.bus.Bus;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.command.ReferenceAnswer;
import io.sluice.contracts.command.ReferenceQuery;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Asks the listeners service which certificates there are. */
@Singleton
public class ListenersReferences {
  private final Bus bus;

  public ListenersReferences(Bus bus) {
    this.bus = bus;
  }

  /** Whether there is a certificate with a private key; see {@link #knows}. */
  public Uni<Boolean> knowsCertificate(UUID id) {
    return knows("certificate", id);
  }

  /** Whether there is a certificate without a private key; see {@link #knows}. */
  public Uni<Boolean> knowsAuthority(UUID id) {
    return knows("certificate-authority", id);
  }

  /** Fails with {@link io.sluice.chassis.bus.BusException} when nobody answers. */
  private Uni<Boolean> knows(String kind, UUID id) {
    return bus.request(
            Addresses.LISTENERS_REFERENCES,
            new ReferenceQuery(kind, List.of(id)),
            ReferenceAnswer.class)
        .map(answer -> answer.missing().isEmpty());
  }
}
