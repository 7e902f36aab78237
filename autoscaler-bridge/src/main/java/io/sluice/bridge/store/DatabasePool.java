package io.sluice.bridge.store;

import io.sluice.chassis.store.ShortTimeoutPool;
import jakarta.inject.Singleton;

/** The bridge's connections. */
@Singleton
public class DatabasePool extends ShortTimeoutPool {}
