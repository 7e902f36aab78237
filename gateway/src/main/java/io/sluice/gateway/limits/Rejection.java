package io.sluice.gateway.limits;

/** Why a client's connection was not let in; it is reset at once. */
public enum Rejection {
  /** The gateway has as many connections as it may ({@code sluice.gateway.max-connections}). */
  GATEWAY_CONNECTIONS,
  /** The listener has as many connections as it may. */
  LISTENER_CONNECTIONS,
  /** The client's address (IPv6: its /64) has as many connections as it may. */
  SOURCE_CONNECTIONS,
  /** The listener got more new connections within the last second than it may. */
  CONNECTION_RATE
}
