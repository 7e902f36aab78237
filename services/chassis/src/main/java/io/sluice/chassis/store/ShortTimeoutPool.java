package io.sluice.chassis.store;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgPool;
import io.vertx.sqlclient.PoolOptions;
import java.util.concurrent.TimeUnit;

/**
 * A connection pool that gives up after about a second, so that a request that meets a dead
 * database is answered instead of hanging. A service makes it a bean by extending it.
 */
public class ShortTimeoutPool implements PgPoolCreator {
  private static final int CONNECT_MILLIS = 1_000;
  private static final int WAIT_MILLIS = 1_500;
  private static final int IDLE_SECONDS = 60;
  private static final int CONNECTIONS = 8;

  /** A request that waits for a connection behind this many is better told to come again. */
  private static final int WAITING = 500;

  @Override
  @SuppressWarnings("deprecation") // The interface of Quarkus 3.34 returns PgPool.
  public PgPool create(Input input) {
    PoolOptions pool =
        input
            .poolOptions()
            .setMaxSize(CONNECTIONS)
            .setMaxWaitQueueSize(WAITING)
            .setConnectionTimeout(WAIT_MILLIS)
            .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS);
    for (PgConnectOptions connect : input.pgConnectOptionsList()) {
      connect.setConnectTimeout(CONNECT_MILLIS).setReconnectAttempts(0);
    }
    return PgPool.pool(input.vertx(), input.pgConnectOptionsList(), pool);
  }
}
