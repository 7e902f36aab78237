package io.sluice.bridge.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** The table of {@link WebhookSourceRow}. */
@ApplicationScoped
public class WebhookSourceTable implements PanacheRepositoryBase<WebhookSourceRow, UUID> {}
