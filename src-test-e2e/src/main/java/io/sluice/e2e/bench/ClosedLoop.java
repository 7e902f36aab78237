package io.sluice.e2e.bench;

import java.nio.file.Path;

/** A load generator that sends the next request when an answer has come: it finds the ceiling. */
interface ClosedLoop {
  /** What a load generator counted: requests answered as they should be, and the time, µs. */
  record Answers(long requests, long micros) {}

  /** The front it talks to. */
  Front front();

  /**
   * Loads a subject.
   *
   * @param folder with the generators' own files
   * @throws IllegalStateException when requests failed: numbers of such a run mean nothing
   */
  Answers load(Subject subject, int seconds, Path folder);

  /** Loads a subject and takes what its processes used meanwhile. */
  default Counted run(Subject subject, int seconds, Path folder) {
    long before = Usage.cpuMicros(subject.processes());
    Answers answers = load(subject, seconds, folder);
    long used = Usage.cpuMicros(subject.processes()) - before;
    return new Counted(answers.requests(), answers.micros(), used);
  }
}
