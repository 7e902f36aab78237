package io.sluice.registry.bus;

import io.quarkus.runtime.StartupEvent;
import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.store.Answer;
import io.sluice.chassis.store.IdempotencyKey;
import io.sluice.chassis.store.Owner;
import io.sluice.chassis.store.Stored;
import io.sluice.chassis.store.Write;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.command.CommandAnswer;
import io.sluice.contracts.command.CommandAnswer.Outcome;
import io.sluice.contracts.command.MembershipCommand;
import io.sluice.contracts.model.Target;
import io.sluice.registry.domain.Membership;
import io.sluice.registry.domain.NewTarget;
import io.sluice.registry.store.TargetStore;
import io.sluice.registry.store.TargetStore.Present;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Registers and deregisters targets on behalf of scaling events, once for each key. */
@Singleton
public class MembershipServer {
  private static final Logger LOG = Logger.getLogger(MembershipServer.class);

  /** A space keeps the keys of commands apart from those of REST, which have none. */
  private static final String KEY_PREFIX = "membership ";

  private final Owner owner;
  private final TargetStore targets;

  public MembershipServer(Owner owner, TargetStore targets) {
    this.owner = owner;
    this.targets = targets;
  }

  void start(@Observes StartupEvent event, Bus bus) {
    bus.serve(Addresses.REGISTRY_MEMBERSHIP, MembershipCommand.class, this::carryOut);
  }

  private Uni<CommandAnswer> carryOut(MembershipCommand command) {
    return Uni.createFrom()
        .item(() -> Membership.read(command))
        .chain(instances ->
            owner.writeOnce(
                key(command),
                write ->
                    carryOut(write, command, instances)
                        .map(done -> new Answer(200, Map.of(), describe(command, done)))))
        .map(answer -> new CommandAnswer(Outcome.DONE, answer.body()))
        .onFailure()
        .recoverWithItem(MembershipServer::refusal);
  }

  private Uni<List<Stored<Target>>> carryOut(
      Write write, MembershipCommand command, List<NewTarget> instances) {
    UUID group = command.groupId();
    return switch (command.operation()) {
      case REGISTER -> targets.register(write, group, instances, Present.UPDATED);
      case DEREGISTER ->
          targets.deregisterEndpoints(
              write, group, instances.stream().map(NewTarget::endpoint).toList());
    };
  }

  private static IdempotencyKey key(MembershipCommand command) {
    return IdempotencyKey.of(
        KEY_PREFIX + command.key(),
        Addresses.REGISTRY_MEMBERSHIP,
        command.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String describe(MembershipCommand command, List<Stored<Target>> done) {
    return done.size()
        + switch (command.operation()) {
          case REGISTER -> " registered";
          case DEREGISTER -> " deregistered";
        };
  }

  /** What is wrong with the input will be wrong again; all else may be tried again. */
  private static CommandAnswer refusal(Throwable failure) {
    if (failure instanceof ProblemException problem) {
      String fields =
          problem.errors().stream()
              .map(error -> "; " + error.field() + " must be " + error.allowed())
              .collect(Collectors.joining());
      return new CommandAnswer(
          problem.status() < 500 ? Outcome.REJECTED : Outcome.RETRY, problem.getMessage() + fields);
    }
    LOG.errorf(failure, "A membership command failed unexpectedly");
    return new CommandAnswer(Outcome.RETRY, "unexpected failure, see the registry's log");
  }
}
