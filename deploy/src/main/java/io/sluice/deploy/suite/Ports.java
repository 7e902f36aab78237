package io.sluice.deploy.suite;

import java.util.ArrayList;
import java.util.List;

/**
 * The ports of a local suite, all on loopback, counted from one base.
 *
 * @param base 1024-65300; 9080 unless chosen
 * @param gateways number of gateways, 1-{@value #MAX_GATEWAYS}
 * @param http port of the example's HTTP listener
 */
public record Ports(int base, int gateways, int http) {
  /** The base of a suite for which none was chosen. */
  public static final int DEFAULT_BASE = 9080;

  /** More do not fit between the ranges of the plan. */
  public static final int MAX_GATEWAYS = 6;

  /** The example's HTTP listener lies this far below the base unless chosen: 8080 for 9080. */
  public static final int HTTP_BELOW_BASE = 1000;

  /** The control services, in the order of their ports. */
  public static final List<String> SERVICES = List.of("listeners", "registry", "health", "bridge");

  private static final int ADMIN = 10;
  private static final int POSTGRES = 20;
  private static final int DEMO = 20;
  private static final int MEMBERSHIP = 41;
  private static final int FAILURE_DETECTION = 100;
  private static final int BUS = 51;
  private static final int LOWEST = 1024;
  private static final int HIGHEST = 65_300;

  public Ports {
    if (base < LOWEST || base > HIGHEST) {
      throw new IllegalArgumentException(
          "The port base must be " + LOWEST + "-" + HIGHEST + ", got " + base);
    }
    if (gateways < 1 || gateways > MAX_GATEWAYS) {
      throw new IllegalArgumentException(
          "The number of gateways must be 1-" + MAX_GATEWAYS + ", got " + gateways);
    }
    if (http < 1 || http > 65_535) {
      throw new IllegalArgumentException("The HTTP port must be 1-65535, got " + http);
    }
  }

  /** The names of the suite's cluster members: control services, then gateways. */
  public List<String> members() {
    List<String> names = new ArrayList<>(SERVICES);
    for (int number = 1; number <= gateways; number++) {
      names.add("gateway-" + number);
    }
    return names;
  }

  /** REST port of a control service, or the administration port of a gateway. */
  public int rest(String member) {
    int service = SERVICES.indexOf(member);
    return service >= 0
        ? base + 1 + service
        : base + ADMIN + Integer.parseInt(member.substring("gateway-".length()));
  }

  /** Cluster membership port of a member. */
  public int membership(String member) {
    return base + MEMBERSHIP + members().indexOf(member);
  }

  /** Event bus port of a member. */
  public int bus(String member) {
    return base + BUS + members().indexOf(member);
  }

  /** The embedded PostgreSQL's port. */
  public int postgres() {
    return base + POSTGRES;
  }

  /**
   * Port of a demo backend.
   *
   * @param number 1 or 2
   */
  public int demo(int number) {
    return base + DEMO + number;
  }

  /** One port and what it is for. */
  public record Use(int port, String what) {}

  /**
   * Every port that the suite takes.
   *
   * @param postgres whether the embedded PostgreSQL is used
   * @param demo whether the demo backends run
   */
  public List<Use> uses(boolean postgres, boolean demo) {
    List<Use> uses = new ArrayList<>();
    for (String member : members()) {
      String role = member.startsWith("gateway-") ? "administration" : "REST";
      uses.add(new Use(rest(member), role + " of " + member));
      uses.add(new Use(membership(member), "cluster membership of " + member));
      uses.add(
          new Use(
              membership(member) + FAILURE_DETECTION, "cluster failure detection of " + member));
      uses.add(new Use(bus(member), "event bus of " + member));
    }
    if (postgres) {
      uses.add(new Use(postgres(), "PostgreSQL"));
    }
    if (demo) {
      uses.add(new Use(demo(1), "demo backend 1"));
      uses.add(new Use(demo(2), "demo backend 2"));
    }
    return uses;
  }

  /**
   * Refuses a port of the example's HTTP listener that a process of the suite takes: both would
   * listen, at different addresses, and clients would meet the wrong one.
   *
   * @throws IllegalArgumentException naming the port and who takes it
   */
  public void requireHttpApart(boolean postgres, boolean demo) {
    for (Use use : uses(postgres, demo)) {
      if (use.port() == http) {
        throw new IllegalArgumentException(
            "The HTTP port " + http + " is taken by the suite itself: " + use.what());
      }
    }
  }
}
