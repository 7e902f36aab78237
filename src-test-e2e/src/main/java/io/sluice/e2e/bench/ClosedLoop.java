package io.sluice.e2e.bench;

/** A load generator that sends the next request when an answer has come: it finds the ceiling. */
interface ClosedLoop {
  /** What a load generator counted: requests answered as they should be, and the time, µs. */
  record Answers(long requests, long micros) {}

  /** The front it talks to. */
  Front front();

  /**
   * Loads a subject.
   *
   * @param generators what generators share
   * @throws IllegalStateException when requests failed: numbers of such a run mean nothing
   */
  Answers load(Subject subject, int seconds, Generators generators);

  /** Loads a subject and takes what its processes used meanwhile. */
  default Counted run(Subject subject, int seconds, Generators generators) {
    long before = Usage.cpuMicros(subject.processes());
    Answers answers = load(subject, seconds, generators);
    long used = Usage.cpuMicros(subject.processes()) - before;
    return new Counted(answers.requests(), answers.micros(), used);
  }
}
