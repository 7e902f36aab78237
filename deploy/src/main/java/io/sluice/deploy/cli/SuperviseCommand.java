package io.sluice.deploy.cli;

import io.sluice.deploy.supervisor.Supervisor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The supervisor's own process; {@code up} starts it. */
@Command(name = "supervise", hidden = true)
public final class SuperviseCommand implements Callable<Integer> {
  /** The exit code of a command that goes on in its threads. */
  public static final int STAYS = -1;

  @Mixin private StateOption state;

  @Override
  public Integer call() {
    new Supervisor(state.folder()).start(StateOption.project());
    return STAYS;
  }
}
