package io.sluice.bridge.domain;

import java.util.UUID;

/**
 * Who may send webhooks, and which group its events are about.
 *
 * @param id identity
 * @param name 1-63 characters, unique in the suite
 * @param description at most 256 characters
 * @param virtualServerGroupId the group whose targets its events register and deregister
 * @param replayWindowSeconds 30-3600 s by which the time of a webhook may differ from the bridge's
 * @param secrets what its webhooks are signed with
 */
public record WebhookSource(
    UUID id,
    String name,
    String description,
    UUID virtualServerGroupId,
    int replayWindowSeconds,
    Secrets secrets) {
  /** This with other secrets. */
  public WebhookSource with(Secrets other) {
    return new WebhookSource(
        id, name, description, virtualServerGroupId, replayWindowSeconds, other);
  }
}
