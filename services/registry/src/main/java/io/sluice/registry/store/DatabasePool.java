package io.sluice.registry.store;

import io.sluice.chassis.store.ShortTimeoutPool;
import jakarta.inject.Singleton;

/** The registry's connections. */
@Singleton
public class DatabasePool extends ShortTimeoutPool {}
