package io.sluice.gateway.http.codec;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Heads read from bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeadParsing {
  private static final int MAX_TARGET = 8192;
  private static final int MAX_FIELDS = 100;
  private static final int EMPTY_LINE = 2;

  private final byte[] small = bytes("GET /1k HTTP/1.1\r\nHost: bench.example\r\n\r\n");

  private final byte[] browser =
      bytes(
          """
          GET /articles/2026/how-to-measure?page=2&sort=new HTTP/1.1
          Host: www.bench.example
          User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0
          Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8
          Accept-Language: en-GB,en;q=0.8,de;q=0.5
          Accept-Encoding: gzip, deflate, br, zstd
          Referer: https://www.bench.example/articles/2026/
          Connection: keep-alive
          Cookie: session=0b5b6d0f3f2c4a35a1a5; theme=dark; consent=yes
          Upgrade-Insecure-Requests: 1
          Sec-Fetch-Dest: document
          Sec-Fetch-Mode: navigate
          Sec-Fetch-Site: same-origin
          Priority: u=0, i

          """
              .replace("\n", "\r\n"));

  private final byte[] answer =
      bytes(
          """
          HTTP/1.1 200 OK
          Server: nginx
          Date: Mon, 23 Nov 2026 16:32:14 GMT
          Content-Type: application/octet-stream
          Content-Length: 1024
          Connection: keep-alive

          """
              .replace("\n", "\r\n"));

  /** A request with one field. */
  @Benchmark
  public Object smallRequest() throws MalformedException {
    return HeadParser.request(small, small.length - EMPTY_LINE, MAX_TARGET, MAX_FIELDS);
  }

  /** A request of a browser, with 13 fields. */
  @Benchmark
  public Object browserRequest() throws MalformedException {
    return HeadParser.request(browser, browser.length - EMPTY_LINE, MAX_TARGET, MAX_FIELDS);
  }

  /** An answer with five fields. */
  @Benchmark
  public Object answer() throws MalformedException {
    return HeadParser.response(answer, answer.length - EMPTY_LINE, false);
  }

  private static byte[] bytes(String head) {
    return head.getBytes(StandardCharsets.US_ASCII);
  }
}
