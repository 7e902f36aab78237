package io.sluice.e2e.bench;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * wrk: HTTP/1.1.
 *
 * @param method of the requests
 * @param body bytes that each request carries
 * @param anew whether each request has a connection of its own
 */
record Wrk(Front front, String method, String path, int body, int connections, boolean anew)
    implements ClosedLoop {
  private static final Pattern COUNTED =
      Pattern.compile("counted requests=(\\d+) micros=(\\d+) bytes=\\d+ errors=(\\d+)");

  static Wrk get(Front front, String path, int connections) {
    return new Wrk(front, "GET", path, 0, connections, false);
  }

  @Override
  public Answers load(Subject subject, int seconds, Generators generators) {
    return answers(
        Commands.run(
            Commands.pinned(
                Commands.LOAD_CORE,
                List.of(
                    "wrk",
                    "-t1",
                    "-c" + connections,
                    "-d" + seconds + "s",
                    "-s",
                    generators.file("wrk.lua"),
                    subject.url(front, path),
                    "--",
                    method,
                    Integer.toString(body),
                    anew ? "close" : "keep-alive"))));
  }

  /**
   * Reads the line that {@code wrk.lua} writes.
   *
   * @throws IllegalStateException when it is missing or tells of errors
   */
  static Answers answers(String output) {
    Matcher counted = COUNTED.matcher(output);
    if (!counted.find() || Long.parseLong(counted.group(3)) > 0) {
      throw new IllegalStateException("wrk met errors:\n" + output);
    }
    return new Answers(Long.parseLong(counted.group(1)), Long.parseLong(counted.group(2)));
  }
}
