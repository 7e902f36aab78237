package io.sluice.deploy.suite;

import java.util.List;
import java.util.Map;

/**
 * How one process of the suite is started and stopped.
 *
 * @param name its name, unique in the suite; also the name of its log
 * @param role what it is
 * @param command program and arguments
 * @param environment variables added to the supervisor's own
 * @param port the port shown to a person
 * @param readyPath HTTP path on that port that answers 200 once the process does its work
 * @param nativeExecutable whether it is one
 */
public record ProcessSpec(
    String name,
    Role role,
    List<String> command,
    Map<String, String> environment,
    int port,
    String readyPath,
    boolean nativeExecutable) {

  /** What a process is; the order is that in which processes are stopped. */
  public enum Role {
    /** Carries traffic; stopping waits for requests in flight. */
    GATEWAY(45),
    /** A control service. */
    SERVICE(15),
    /** A backend of the example. */
    DEMO(5),
    /** The embedded PostgreSQL. */
    DATABASE(30);

    private final int stopSeconds;

    Role(int stopSeconds) {
      this.stopSeconds = stopSeconds;
    }

    /** Seconds that an orderly stop may take before the process is killed. */
    public int stopSeconds() {
      return stopSeconds;
    }
  }
}
