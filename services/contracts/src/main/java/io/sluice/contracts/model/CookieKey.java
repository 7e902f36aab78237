package io.sluice.contracts.model;

import java.time.Instant;
import java.util.UUID;

/**
 * A key that gateways seal and open their cookies with. Owner: registry. It is published before it
 * is used, so that every gateway can open what any gateway seals, and kept after its use until the
 * last cookie sealed with it is over.
 *
 * @param id identity; its last 32 bits are in the cookies
 * @param secret base64 of 32 bytes
 * @param usedFrom from when on gateways seal with it, until that of a newer key
 */
public record CookieKey(UUID id, String secret, Instant usedFrom) {
  /** Without the secret. */
  @Override
  public String toString() {
    return "CookieKey[id=" + id + ", usedFrom=" + usedFrom + "]";
  }
}
