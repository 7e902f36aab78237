package io.sluice.e2e.bench;

import java.util.List;

/**
 * One kind of work.
 *
 * @param name as it is asked for on the command line
 * @param title as in the table
 * @param loop the closed loop that finds the ceiling
 * @param openLoop whether latencies are measured at a fixed rate too
 */
record Workload(String name, String title, ClosedLoop loop, boolean openLoop) {
  static final List<Workload> ALL =
      List.of(
          new Workload(
              "http-1k", "HTTP/1.1 keep-alive, 1 KiB", Wrk.get(Front.PLAIN, "/1k", 64), true),
          new Workload(
              "http-64k", "HTTP/1.1 keep-alive, 64 KiB", Wrk.get(Front.PLAIN, "/64k", 64), true),
          new Workload(
              "http-10m", "HTTP/1.1 keep-alive, 10 MiB", Wrk.get(Front.PLAIN, "/10m", 16), false),
          new Workload(
              "upload-64k",
              "HTTP/1.1 keep-alive, 64 KiB uploaded",
              new Wrk(Front.PLAIN, "POST", "/upload", 64 * 1024, 64),
              false),
          new Workload("tls-1k", "TLS 1.3 keep-alive, 1 KiB", Wrk.get(Front.TLS, "/1k", 64), true),
          new Workload("tls-10m", "TLS 1.3, 10 MiB", Wrk.get(Front.TLS, "/10m", 16), false));

  /** Those with the names given; all when none is. */
  static List<Workload> named(List<String> names) {
    for (String name : names) {
      if (ALL.stream().noneMatch(workload -> workload.name().equals(name))) {
        throw new IllegalArgumentException(
            "no workload " + name + "; there are " + ALL.stream().map(Workload::name).toList());
      }
    }
    return ALL.stream()
        .filter(workload -> names.isEmpty() || names.contains(workload.name()))
        .toList();
  }
}
