package io.sluice.registry.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** The table of {@link CookieKeyRow}. */
@ApplicationScoped
public class CookieKeyTable implements PanacheRepositoryBase<CookieKeyRow, UUID> {}
