package io.sluice.contracts.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a listener does with a request that could be read in two ways. */
public enum DesyncMode {
  /** Refused with 400, and the connection is closed. */
  @JsonProperty("strict")
  STRICT,
  /** Passed on if it is tolerable; both connections are closed after it. */
  @JsonProperty("defensive")
  DEFENSIVE,
  /** Passed on if it is tolerable, and counted. */
  @JsonProperty("monitor")
  MONITOR
}
