package io.sluice.deploy.supervisor;

import io.sluice.deploy.suite.ProcessSpec.Role;
import java.io.IOException;

/** A program that does nothing until it is ended. */
final class SleepProgram implements Program {
  private final String name;
  private final Role role;
  private final boolean ignoresTerm;

  SleepProgram(String name, Role role) {
    this(name, role, false);
  }

  SleepProgram(String name, Role role, boolean ignoresTerm) {
    this.name = name;
    this.role = role;
    this.ignoresTerm = ignoresTerm;
  }

  /** Starts it without a supervisor. */
  static Process start() throws IOException {
    return new ProcessBuilder("sleep", "600").start();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Role role() {
    return role;
  }

  @Override
  public int port() {
    return 1;
  }

  @Override
  public boolean nativeExecutable() {
    return false;
  }

  @Override
  public int fingerprint() {
    return name.hashCode();
  }

  @Override
  public ProcessHandle launch() throws IOException {
    return (ignoresTerm
            ? new ProcessBuilder("sh", "-c", "trap '' TERM; while :; do sleep 0.1; done").start()
            : start())
        .toHandle();
  }

  @Override
  public boolean ready() {
    return true;
  }

  @Override
  public String lastEnd() {
    return "ended";
  }

  @Override
  public void askToEnd(ProcessHandle process) {
    process.destroy();
  }
}
