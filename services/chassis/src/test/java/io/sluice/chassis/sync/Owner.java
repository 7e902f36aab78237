package io.sluice.chassis.sync;

import io.sluice.chassis.bus.Bus;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.model.RuleGroup;
import io.sluice.contracts.sync.Changed;
import io.sluice.contracts.sync.ListenersDelta;
import io.sluice.contracts.sync.Revision;
import io.sluice.contracts.sync.SyncRequest;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** An owner of rule groups that announces and answers as the listeners service does. */
final class Owner implements AutoCloseable {
  private record Write(Revision revision, RuleGroup group) {}

  private final Bus bus;
  private final Bus.Registration registration;
  private final List<Write> writes = new ArrayList<>();
  private long epoch;
  private long number;

  Owner(Bus bus, long epoch) {
    this.bus = bus;
    this.epoch = epoch;
    registration =
        bus.serve(
            Addresses.LISTENERS_SYNC,
            SyncRequest.class,
            request -> Uni.createFrom().item(() -> since(request.have())));
  }

  /** Writes without telling anybody. */
  synchronized Owner write(String name) {
    number++;
    UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    writes.add(new Write(revision(), new RuleGroup(id, id, name, "")));
    return this;
  }

  synchronized void restoreFromBackup(long newEpoch, int keep) {
    writes.subList(keep, writes.size()).clear();
    epoch = newEpoch;
    number = keep;
  }

  void announce() {
    bus.publish(Addresses.LISTENERS_CHANGED, new Changed(revision()));
  }

  synchronized Revision revision() {
    return new Revision(epoch, number);
  }

  private synchronized ListenersDelta since(Revision have) {
    boolean full = have.epoch() != epoch || have.number() > number;
    List<RuleGroup> groups =
        writes.stream()
            .filter(write -> full || write.revision.isNewerThan(have))
            .map(Write::group)
            .toList();
    return new ListenersDelta(
        full ? Revision.NONE : have,
        revision(),
        full,
        List.of(),
        List.of(),
        groups,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  @Override
  public void close() {
    registration.cancel();
  }
}
