package io.sluice.gateway.observe;

/** Why the gateway itself answered a request, or cut it; {@link #NONE} when the target answered. */
public enum Reason {
  /** The target answered, or the rule is a redirect or a fixed response. */
  NONE,
  /** 400: not HTTP, or forbidden by it. */
  BAD_REQUEST,
  /** 400: the path can be read in two ways that different rules take. */
  AMBIGUOUS_PATH,
  /** 404: no rule takes the request. */
  NO_RULE,
  /** 408: the request head was not complete in time. */
  REQUEST_HEADER_TIMEOUT,
  /** 408: the request's body came more slowly than the listener bears. */
  REQUEST_BODY_TOO_SLOW,
  /** 413: above the listener's limit. */
  REQUEST_BODY_TOO_LARGE,
  /** 414: the request line is above the listener's limit. */
  URI_TOO_LONG,
  /** 421: the TLS handshake was for another host's certificate. */
  MISDIRECTED,
  /** 431: above the listener's limit. */
  REQUEST_HEADER_TOO_LARGE,
  /** 508: the request comes by again and again. */
  LOOP,
  /** 429: the listener got more requests within the last second than it may. */
  TOO_MANY_REQUESTS,
  /** 503: the rule's backend service does not exist. */
  NO_BACKEND_SERVICE,
  /** 503: the backend service has no target that takes requests. */
  NO_TARGET,
  /** 503: too many requests to the backend service failed a moment ago. */
  CIRCUIT_OPEN,
  /** 503: too many wait for a target with room, or for a connection to the target. */
  OVERLOADED,
  /** 503: no target had room, or no connection to it became free, in time. */
  WAIT_TIMEOUT,
  /** 502: no connection to the target. */
  CONNECT_FAILED,
  /** 504: no connection to the target in time. */
  CONNECT_TIMEOUT,
  /** 502: the target's certificate is not one that the backend service accepts. */
  TLS_VERIFY_FAILED,
  /** 502: no TLS with the target: its handshake failed, or this side's certificates are missing. */
  TLS_FAILED,
  /** 503: the target refused the request unread (HTTP/2), so that it may be sent again. */
  UPSTREAM_REFUSED,
  /** 502: the target closed the connection before its answer was complete. */
  UPSTREAM_RESET,
  /** 502: the target's answer is not HTTP, or forbidden by it. */
  UPSTREAM_INVALID,
  /** 504: no answer from the target in time, or it paused too long. */
  RESPONSE_TIMEOUT,
  /** 504: the whole request took longer than the backend service allows. */
  REQUEST_TIMEOUT,
  /** No answer: the client went away first; of TCP: it reset the connection. */
  CLIENT_CLOSED,
  /** Of TCP: no byte passed for the listener's idle timeout. */
  IDLE_TIMEOUT,
  /** Of TCP and of upgrades such as WebSocket: the target's deregistration delay was over. */
  TARGET_REMOVED,
  /** Of TCP: the listener was removed, or the gateway stopped, and the time to drain was over. */
  LISTENER_CLOSED,
  /** 500: a fault of the gateway. */
  INTERNAL_ERROR
}
