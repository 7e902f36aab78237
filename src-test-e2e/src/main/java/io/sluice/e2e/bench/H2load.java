package io.sluice.e2e.bench;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * h2load: HTTP/2.
 *
 * @param connections open at once
 * @param streams at once on each connection
 */
record H2load(Front front, String path, int connections, int streams) implements ClosedLoop {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final Pattern REQUESTS =
      Pattern.compile(
          "requests: \\d+ total, \\d+ started, \\d+ done, (\\d+) succeeded, (\\d+) failed,"
              + " (\\d+) errored, (\\d+) timeout");

  @Override
  public Answers load(Subject subject, int seconds, Generators generators) {
    List<String> command =
        List.of(
            "h2load",
            "-t1",
            "-c" + connections,
            "-m" + streams,
            "-D" + seconds,
            subject.url(front, path));
    return answers(Commands.run(Commands.pinned(Commands.LOAD_CORE, command)), seconds);
  }

  /**
   * Reads what h2load writes at its end.
   *
   * @param seconds how long it was to run
   * @throws IllegalStateException when requests failed
   */
  static Answers answers(String output, int seconds) {
    Matcher requests = REQUESTS.matcher(output);
    if (!requests.find()
        || Long.parseLong(requests.group(1)) == 0
        || Long.parseLong(requests.group(2)) > 0
        || Long.parseLong(requests.group(3)) > 0
        || Long.parseLong(requests.group(4)) > 0) {
      throw new IllegalStateException("h2load met errors:\n" + output);
    }
    return new Answers(Long.parseLong(requests.group(1)), seconds * MICROS_PER_SECOND);
  }
}
