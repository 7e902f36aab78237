package io.sluice.deploy.supervisor;

import io.sluice.deploy.suite.ProcessSpec;
import io.sluice.deploy.suite.StateFolder;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A process that says over HTTP when it is ready. */
final class ServiceProgram implements Program {
  private static final int PROBE_MILLIS = 1000;

  /** A process killed by signal n ends with this plus n. */
  private static final int SIGNALS = 128;

  /** They are for the command line; a service takes its own from its arguments. */
  private static final List<String> NOT_INHERITED =
      List.of("SLUICE_TOKEN", "SLUICE_TOKEN_FILE", "SLUICE_DATABASE_URL", "SLUICE_STATE");

  private final ProcessSpec spec;
  private final StateFolder state;
  private volatile Process last;

  ServiceProgram(ProcessSpec spec, StateFolder state) {
    this.spec = spec;
    this.state = state;
  }

  @Override
  public String name() {
    return spec.name();
  }

  @Override
  public ProcessSpec.Role role() {
    return spec.role();
  }

  @Override
  public int port() {
    return spec.port();
  }

  @Override
  public boolean nativeExecutable() {
    return spec.nativeExecutable();
  }

  @Override
  public int fingerprint() {
    return Objects.hash(spec.command(), spec.environment());
  }

  @Override
  public ProcessHandle launch() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(spec.command())
            .directory(state.path().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(state.log(spec.name()).toFile()));
    Map<String, String> environment = builder.environment();
    environment.keySet().removeAll(NOT_INHERITED);
    environment.putAll(spec.environment());
    Process process = builder.start();
    process.getOutputStream().close();
    last = process;
    return process.toHandle();
  }

  @Override
  public boolean ready() {
    try {
      HttpURLConnection probe =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + spec.port() + spec.readyPath())
                  .toURL()
                  .openConnection();
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

  @Override
  public String lastEnd() {
    Process ended = last;
    if (ended == null || ended.isAlive()) {
      return "ended";
    }
    int code = ended.exitValue();
    return code > SIGNALS ? "killed by signal " + (code - SIGNALS) : "ended with code " + code;
  }

  @Override
  public void askToEnd(ProcessHandle process) {
    process.destroy();
  }
}
