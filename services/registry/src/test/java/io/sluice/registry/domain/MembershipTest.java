package io.sluice.registry.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.chassis.problem.ProblemException;
import io.sluice.contracts.command.MembershipCommand;
import io.sluice.contracts.command.MembershipCommand.Instance;
import io.sluice.contracts.command.MembershipCommand.Operation;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MembershipTest {
  @Test
  void anInstanceGetsTheDefaultWeightAndTheLastOfTwoEqualOnesCounts() {
    List<NewTarget> targets =
        Membership.read(
            command(
                new Instance("10.0.0.1", 80, 3, null, null),
                new Instance("10.0.0.1", 80, null, "z1", null)));

    assertThat(targets).containsExactly(new NewTarget("10.0.0.1", 80, 10, "z1", null, false));
  }

  @Test
  void everyWrongFieldIsNamed() {
    MembershipCommand command =
        command(new Instance("?", 0, 257, "a b", ""), new Instance(null, 65_536, -1, null, null));

    ProblemException problem =
        catchThrowableOfType(ProblemException.class, () -> Membership.read(command));

    assertThat(problem.errors())
        .extracting("field")
        .containsExactly(
            "targets[0].address",
            "targets[0].port",
            "targets[0].weight",
            "targets[0].zone",
            "targets[0].faultDomain",
            "targets[1].address",
            "targets[1].port",
            "targets[1].weight");
  }

  @Test
  void anEmptyCommandIsRefused() {
    ProblemException problem =
        catchThrowableOfType(
            ProblemException.class,
            () -> Membership.read(new MembershipCommand("", null, null, null)));

    assertThat(problem.errors())
        .extracting("field")
        .containsExactly("key", "groupId", "operation", "targets");
  }

  private static MembershipCommand command(Instance... instances) {
    return new MembershipCommand("key", UUID.randomUUID(), Operation.REGISTER, List.of(instances));
  }
}
