package io.sluice.bridge;

import io.sluice.chassis.bus.Bus;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.command.CommandAnswer;
import io.sluice.contracts.command.MembershipCommand;
import io.sluice.contracts.command.ReferenceAnswer;
import io.sluice.contracts.command.ReferenceQuery;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Plays the registry on the bus, as a test says. */
final class FakeRegistry implements AutoCloseable {
  private final Bus bus;
  private final Set<UUID> groups = ConcurrentHashMap.newKeySet();
  private final List<MembershipCommand> commands = new CopyOnWriteArrayList<>();
  private final List<Bus.Registration> serving = new ArrayList<>();
  private volatile Function<MembershipCommand, CommandAnswer> answer =
      command -> new CommandAnswer(CommandAnswer.Outcome.DONE, "1 target");

  FakeRegistry(Bus bus) {
    this.bus = bus;
    start();
  }

  void start() {
    serving.add(
        bus.serve(
            Addresses.REGISTRY_REFERENCES,
            ReferenceQuery.class,
            query ->
                Uni.createFrom()
                    .item(
                        new ReferenceAnswer(
                            query.ids().stream().filter(id -> !groups.contains(id)).toList()))));
    serving.add(
        bus.serve(
            Addresses.REGISTRY_MEMBERSHIP,
            MembershipCommand.class,
            command -> {
              commands.add(command);
              return Uni.createFrom().item(answer.apply(command));
            }));
  }

  /** A group that it knows. */
  UUID group() {
    UUID id = UUID.randomUUID();
    groups.add(id);
    return id;
  }

  void answers(Function<MembershipCommand, CommandAnswer> how) {
    answer = how;
  }

  /** The commands about a group, in the order they came. */
  List<MembershipCommand> commands(UUID group) {
    return commands.stream().filter(command -> command.groupId().equals(group)).toList();
  }

  /** Is away from now on. */
  @Override
  public void close() {
    serving.forEach(Bus.Registration::cancel);
    serving.clear();
  }
}
