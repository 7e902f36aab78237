package io.sluice.deploy.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.deploy.UserError;
import io.sluice.deploy.apply.Kind.Owner;
import io.sluice.deploy.rest.Rest;
import io.sluice.deploy.rest.RestException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Brings a suite to what files ask for. */
public final class Applying {
  private static final int PROGRESS_EVERY = 500;
  private static final int WAIT_SECONDS = 10;
  private static final int POLL_MILLIS = 10;
  private static final int UNAUTHORIZED = 401;
  private static final double NANOS = 1e9;

  private final Map<Owner, Rest> rest;
  private final PrintWriter out;

  /**
   * @param listeners API of the listeners service
   * @param registry API of the registry service
   * @param out takes the plan and what was done
   */
  public Applying(Rest listeners, Rest registry, PrintWriter out) {
    this.rest = Map.of(Owner.LISTENERS, listeners, Owner.REGISTRY, registry);
    this.out = out;
  }

  /** A file's name and text. */
  public record Source(String name, String text) {
    /**
     * Reads a file; {@code -} is the standard input.
     *
     * @throws UserError when it cannot be read
     */
    public static Source read(String name) {
      try {
        return name.equals("-")
            ? new Source(
                "standard input", new String(System.in.readAllBytes(), StandardCharsets.UTF_8))
            : new Source(name, Files.readString(Path.of(name)));
      } catch (IOException e) {
        throw new UserError("The file " + name + " cannot be read: " + e, e);
      }
    }
  }

  /**
   * Applies.
   *
   * @param sources together they are one wish
   * @param variables values of {@code ${NAME}}
   * @param dryRun only shows the plan
   * @return the number of changes, done or planned
   * @throws UserError when a file is wrong, or a service refuses something
   */
  public int apply(List<Source> sources, Map<String, String> variables, boolean dryRun) {
    Variables filler = new Variables(variables);
    List<Yaml> documents = new ArrayList<>();
    for (Source source : sources) {
      documents.addAll(YamlReader.read(source.name(), filler.fill(source.name(), source.text())));
    }
    DesiredState desired = DesiredState.read(documents);
    try {
      CurrentState current = CurrentState.read(rest, desired.kinds());
      Plan plan = Plan.of(desired, current);
      PlanText.print(plan, out);
      if (!dryRun && !plan.isEmpty()) {
        carryOut(plan, current);
      }
      return plan.changes().size();
    } catch (RestException e) {
      throw new UserError(
          e.status() == UNAUTHORIZED ? "The management token is refused." : e.getMessage(), e);
    }
  }

  private void carryOut(Plan plan, CurrentState current) {
    long begin = System.nanoTime();
    int all = plan.changes().size();
    Map<Owner, String> written = new Execution(rest, current, plan, done -> tell(done, all)).run();
    out.printf(
        Locale.ROOT, "Done: %d changes in %.2f s.%n", all, (System.nanoTime() - begin) / NANOS);
    out.flush();
    if (!written.isEmpty()) {
      awaitApplied(written);
    }
  }

  private void tell(int done, int all) {
    if (done % PROGRESS_EVERY == 0 && done < all) {
      out.printf("  %d of %d%n", done, all);
      out.flush();
    }
  }

  /** Waits until every gateway that is known has put the last object of each owner into use. */
  private void awaitApplied(Map<Owner, String> written) {
    CountDownLatch never = new CountDownLatch(1);
    long begin = System.nanoTime();
    long deadline = begin + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    try {
      while (true) {
        TreeSet<String> waiting = new TreeSet<>();
        TreeSet<String> applied = new TreeSet<>();
        written.forEach((owner, path) -> look(rest.get(owner).get(path).body(), applied, waiting));
        applied.removeAll(waiting);
        if (waiting.isEmpty() && !applied.isEmpty()) {
          out.printf(
              Locale.ROOT,
              "In use on %s after another %.0f ms.%n",
              String.join(", ", applied),
              (System.nanoTime() - begin) / 1e6);
          return;
        }
        if (waiting.isEmpty() || System.nanoTime() > deadline) {
          out.println(
              waiting.isEmpty()
                  ? "No gateway is running."
                  : "Not yet in use on " + String.join(", ", waiting) + ".");
          return;
        }
        never.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void look(JsonNode resource, TreeSet<String> applied, TreeSet<String> waiting) {
    for (JsonNode gateway : resource.path("status").path("gateways")) {
      (gateway.path("applied").asBoolean() ? applied : waiting)
          .add(gateway.path("gatewayId").asText());
    }
  }
}
