package io.sluice.deploy.cli;

import io.sluice.deploy.demo.DemoBackend;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A backend of the example; the supervisor starts two. */
@Command(name = "demo-backend", hidden = true)
public final class DemoBackendCommand implements Callable<Integer> {
  @Option(names = "--name", required = true)
  private String name;

  @Option(names = "--port", required = true)
  private int port;

  @Override
  public Integer call() throws IOException {
    DemoBackend.start(name, port);
    return SuperviseCommand.STAYS;
  }
}
