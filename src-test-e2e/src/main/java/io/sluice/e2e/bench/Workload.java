package io.sluice.e2e.bench;

import java.util.List;

/**
 * One kind of work.
 *
 * @param name as it is asked for on the command line
 * @param title as in the table
 * @param loop the closed loop that finds the ceiling
 * @param fixedRate the load whose latencies are measured, at half of HAProxy's ceiling; null where
 *     none is
 * @param mebibytes body of a request and its answer; CPU time is told per MiB where it is 1 or more
 */
record Workload(String name, String title, ClosedLoop loop, FixedRate fixedRate, int mebibytes) {
  private static final int CONNECTIONS = 64;

  /** Large bodies fill the gateway with fewer connections. */
  private static final int LARGE_CONNECTIONS = 16;

  /** How many streams a client has at once, all on one connection. */
  private static final int STREAMS = 100;

  static final List<Workload> ALL =
      List.of(
          http("http-1k", "HTTP/1.1 keep-alive, 1 KiB answers", Front.PLAIN, "/1k"),
          http("http-64k", "HTTP/1.1 keep-alive, 64 KiB answers", Front.PLAIN, "/64k"),
          large("http-10m", "HTTP/1.1 keep-alive, 10 MiB answers", Front.PLAIN),
          new Workload(
              "upload-64k",
              "HTTP/1.1 keep-alive, 64 KiB uploads",
              new Wrk(Front.PLAIN, "POST", "/upload", 64 * 1024, CONNECTIONS, false),
              null,
              0),
          http("tls-1k", "TLS 1.3 keep-alive, 1 KiB answers", Front.TLS, "/1k"),
          new Workload(
              "tls-handshakes",
              "TLS 1.3 full handshakes, each with a 1 KiB answer",
              new Handshakes("/1k", 4),
              null,
              0),
          large("tls-10m", "TLS 1.3 keep-alive, 10 MiB answers", Front.TLS),
          http2("h2c-1k", "HTTP/2 without TLS, 1 KiB answers, 100 streams", Front.H2C),
          http2("h2-1k", "HTTP/2 over TLS 1.3, 1 KiB answers, 100 streams", Front.TLS),
          large("tcp-bulk", "TCP, 10 MiB answers", Front.TCP),
          large("tcp-spliced", "TCP, 10 MiB answers, HAProxy by splice", Front.SPLICED),
          new Workload(
              "tcp-connections",
              "TCP, a connection for each 1 KiB answer",
              new Wrk(Front.TCP, "GET", "/1k", 0, CONNECTIONS, true),
              null,
              0));

  private static Workload http(String name, String title, Front front, String path) {
    return new Workload(
        name, title, Wrk.get(front, path, CONNECTIONS), new FixedRate(front, path, CONNECTIONS), 0);
  }

  private static Workload large(String name, String title, Front front) {
    return new Workload(name, title, Wrk.get(front, "/10m", LARGE_CONNECTIONS), null, 10);
  }

  private static Workload http2(String name, String title, Front front) {
    return new Workload(name, title, new H2load(front, "/1k", 1, STREAMS), null, 0);
  }

  Front front() {
    return loop.front();
  }

  /** What one unit of its CPU time is of. */
  String unit() {
    return mebibytes > 0 ? "MiB" : "request";
  }

  /** Units in one request. */
  int units() {
    return Math.max(mebibytes, 1);
  }
}
