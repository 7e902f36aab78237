package io.sluice.chassis.config;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where a service with a database keeps its objects. */
@ConfigMapping(prefix = "sluice.database")
public interface DatabaseConfig {
  /**
   * The database, PostgreSQL 13 or newer, as {@code postgresql://user:password@host:port/database};
   * user and password are percent-encoded; parameters after {@code ?} are passed on. Each service
   * makes a schema of its own in it, so the user must be allowed to, and all services may share
   * one. Required; {@code ./sluice up} sets it to the embedded server.
   */
  Optional<String> url();
}
