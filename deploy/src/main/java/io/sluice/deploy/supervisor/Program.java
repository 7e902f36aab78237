package io.sluice.deploy.supervisor;

import io.sluice.deploy.suite.ProcessSpec.Role;
import java.io.IOException;

/** Something that runs as a process and is kept running. */
interface Program {
  /** Its name in the suite. */
  String name();

  /** What it is. */
  Role role();

  /** The port shown to a person. */
  int port();

  /** Whether it is a native executable. */
  boolean nativeExecutable();

  /** Changes whenever it would be started in another way. */
  int fingerprint();

  /**
   * Starts it and returns at once, or when it is known to work.
   *
   * @throws IOException or a RuntimeException when it cannot be started
   */
  ProcessHandle launch() throws IOException;

  /** Whether it says that it does its work. */
  boolean ready();

  /** How the last process ended, for a person. */
  String lastEnd();

  /** Asks it to end in order; returns at once. */
  void askToEnd(ProcessHandle process);
}
