package io.sluice.deploy.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * A backend for the example: it answers every request with its own name and what it was asked, so
 * that a person sees which target answered and which header fields the gateway added.
 */
public final class DemoBackend {
  private DemoBackend() {}

  /**
   * Starts it on loopback.
   *
   * @param name what it calls itself
   * @param port 0-65535; 0 for a free one
   */
  public static HttpServer start(String name, int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer(exchange, describe(name, exchange)));
    server.createContext("/health", exchange -> answer(exchange, "ok\n"));
    server.start();
    return server;
  }

  private static String describe(String name, HttpExchange exchange) {
    StringBuilder text = new StringBuilder();
    text.append("Answered by ").append(name).append('\n');
    text.append(exchange.getRequestMethod()).append(' ').append(exchange.getRequestURI());
    text.append('\n');
    exchange
        .getRequestHeaders()
        .forEach((field, values) ->
            text.append(field).append(": ").append(String.join(", ", values)).append('\n'));
    return text.toString();
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(200, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }
}
