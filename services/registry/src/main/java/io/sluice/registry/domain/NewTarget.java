package io.sluice.registry.domain;

/**
 * A target to register.
 *
 * @param address in the form of {@link HostNames#canonical}
 * @param port 1-65535, or null for the backend service's port
 * @param weight 0-256
 * @param zone its zone, or null
 * @param faultDomain its fault domain, or null
 * @param backup whether it is used only while no other can be
 */
public record NewTarget(
    String address, Integer port, int weight, String zone, String faultDomain, boolean backup) {
  /** The weight of a target that names none. */
  public static final int DEFAULT_WEIGHT = 10;

  /** The largest weight. */
  public static final int MAX_WEIGHT = 256;

  /** What makes a target the same within its group. */
  public Endpoint endpoint() {
    return new Endpoint(address, port);
  }

  /**
   * Where a target is.
   *
   * @param address its address
   * @param port its port, or null
   */
  public record Endpoint(String address, Integer port) {}
}
