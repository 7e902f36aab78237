package io.sluice.deploy.cli;

import io.sluice.deploy.UserError;
import io.sluice.deploy.apply.Applying;
import io.sluice.deploy.rest.Rest;
import io.sluice.deploy.rest.RestException;
import io.sluice.deploy.suite.Settings;
import io.sluice.deploy.suite.StateFolder;
import io.sluice.deploy.suite.Token;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The example configuration. It is loaded once, and only into a suite that has no configuration:
 * what a person has made since is theirs.
 */
final class Example {
  private static final int ANSWER_SECONDS = 20;
  private static final int POLL_MILLIS = 50;
  private static final int PROBE_MILLIS = 1000;

  private final StateFolder folder;
  private final Settings settings;
  private final PrintWriter out;

  Example(StateFolder folder, Settings settings, PrintWriter out) {
    this.folder = folder;
    this.settings = settings;
    this.out = out;
  }

  /**
   * Loads it, and waits until it answers.
   *
   * @return whether it was loaded now
   */
  boolean loadIntoEmptySuite() {
    if (!settings.example() || Files.exists(folder.exampleLoaded())) {
      return false;
    }
    String token = Token.read(Path.of(settings.tokenFile()));
    Rest listeners = new Rest(settings.url("listeners"), token);
    Rest registry = new Rest(settings.url("registry"), token);
    try {
      if (isUsed(listeners, "/load-balancers")
          || isUsed(registry, "/backend-services")
          || isUsed(registry, "/virtual-server-groups")) {
        out.println("There is a configuration already: the example is not loaded.");
        return false;
      }
      out.println("Loading deploy/local/example.yaml");
      out.flush();
      Path example = StateOption.project().resolve("deploy/local/example.yaml");
      new Applying(listeners, registry, out)
          .apply(List.of(Applying.Source.read(example.toString())), variables(), false);
      StateFolder.writeSecret(folder.exampleLoaded(), "");
      awaitAnswer();
      return true;
    } catch (RestException e) {
      throw new UserError("The example cannot be loaded: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UserError("The state folder cannot be written: " + e.getMessage(), e);
    }
  }

  private static boolean isUsed(Rest rest, String path) {
    return !rest.get(path + "?limit=1").body().path("items").isEmpty();
  }

  private Map<String, String> variables() {
    return Map.of(
        "HTTP_PORT", String.valueOf(settings.httpPort()),
        "DEMO_PORT_1", String.valueOf(settings.ports().demo(1)),
        "DEMO_PORT_2", String.valueOf(settings.ports().demo(2)));
  }

  private void awaitAnswer() {
    CountDownLatch never = new CountDownLatch(1);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
    try {
      while (!answers()) {
        if (System.nanoTime() > deadline) {
          throw new UserError(
              "The suite runs, but http://127.0.0.1:"
                  + settings.httpPort()
                  + "/ does not answer; see «./sluice status» and «./sluice logs gateway-1».");
        }
        never.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean answers() {
    try {
      HttpURLConnection probe =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + settings.httpPort() + "/").toURL().openConnection();
      probe.setConnectTimeout(PROBE_MILLIS);
      probe.setReadTimeout(PROBE_MILLIS);
      try {
        return probe.getResponseCode() == HttpURLConnection.HTTP_OK;
      } finally {
        probe.disconnect();
      }
    } catch (IOException e) {
      return false;
    }
  }
}
