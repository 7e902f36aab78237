package io.sluice.contracts.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The version of HTTP that targets are spoken to with. */
public enum UpstreamHttp {
  /** HTTP/1.1. */
  @JsonProperty("1.1")
  HTTP_1_1,
  /** HTTP/2. */
  @JsonProperty("2")
  HTTP_2
}
