package io.sluice.contracts.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether and how targets are told the client's address before anything else. */
public enum ProxyProtocol {
  /** They are not. */
  @JsonProperty("off")
  OFF,
  /** By PROXY protocol version 1, a line of text. */
  @JsonProperty("v1")
  V1,
  /** By PROXY protocol version 2, binary. */
  @JsonProperty("v2")
  V2
}
