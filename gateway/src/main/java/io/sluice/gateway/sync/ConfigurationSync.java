package io.sluice.gateway.sync;

import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.sync.Follower;
import io.sluice.chassis.sync.HealthState;
import io.sluice.chassis.sync.ListenersState;
import io.sluice.chassis.sync.RegistryState;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.sync.Delta;
import io.sluice.contracts.sync.HealthDelta;
import io.sluice.contracts.sync.ListenersDelta;
import io.sluice.contracts.sync.RegistryDelta;
import io.sluice.contracts.sync.Revision;
import io.sluice.gateway.listener.DataPlane;
import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.table.TableBuild;
import io.sluice.gateway.table.TableInputs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The way of a change: an owner announces, its follower gets what came since, a table is built, the
 * data plane puts it into use, a beat says so, the copy on disk is renewed.
 */
public final class ConfigurationSync implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ConfigurationSync.class);
  private static final long BEAT_MILLIS = 1_000;

  private final DataPlane dataPlane;
  private final Identity identity;
  private final Instant startedAt;
  private final InstantSource clock;
  private final Optional<LastKnownGood> file;
  private final Consumer<RoutingTable> onTable;
  private final ScheduledExecutorService work = thread("configuration");
  private final ScheduledExecutorService disk = thread("last-known-good");
  private final TableKeeper tables;
  private final Optional<CopyKeeper> keeper;

  private volatile Heartbeat heartbeat;
  private volatile Instant copySavedAt;
  private volatile TableInputs copy;
  private volatile boolean draining;
  private volatile Follower<ListenersState, ListenersDelta> listeners;
  private volatile Follower<RegistryState, RegistryDelta> registry;
  private volatile Follower<HealthState, HealthDelta> health;

  /**
   * A synchronisation that is not started.
   *
   * @param dataPlane uses the tables
   * @param identity who the gateway is
   * @param stateFolder folder of the last-known-good copy, or empty for none
   * @param clock tells the copy's age
   * @param onTable called after each table that was put into use
   */
  public ConfigurationSync(
      DataPlane dataPlane,
      Identity identity,
      Optional<Path> stateFolder,
      InstantSource clock,
      Consumer<RoutingTable> onTable) {
    this.dataPlane = dataPlane;
    this.identity = identity;
    this.startedAt = clock.instant();
    this.clock = clock;
    this.onTable = onTable;
    this.file = stateFolder.map(LastKnownGood::new);
    this.keeper = file.map(copies -> new CopyKeeper(copies, clock, disk));
    this.tables = new TableKeeper(dataPlane, identity.zone(), work, this::applied);
  }

  /**
   * Who the gateway is.
   *
   * @param gatewayId its name
   * @param zone its zone
   */
  public record Identity(String gatewayId, String zone) {}

  /** Puts the last-known-good copy into use, if there is one; does not wait until it is. */
  public void serveCopy() {
    file.flatMap(LastKnownGood::load).ifPresent(this::serve);
  }

  /**
   * Begins to follow the owners, from the copy on, and to beat. Does not wait for an answer.
   *
   * @param bus where the owners speak
   */
  public void follow(Bus bus) {
    TableInputs initial = copy == null ? TableInputs.EMPTY : copy;
    heartbeat =
        new Heartbeat(
            bus, dataPlane, identity.gatewayId(), identity.zone(), startedAt, this::status);
    listeners =
        follower(
            bus,
            Addresses.LISTENERS_CHANGED,
            Addresses.LISTENERS_SYNC,
            ListenersDelta.class,
            initial.listeners(),
            ListenersState::revision,
            ListenersState::apply,
            state -> tables.change(inputs -> inputs.with(state)));
    registry =
        follower(
            bus,
            Addresses.REGISTRY_CHANGED,
            Addresses.REGISTRY_SYNC,
            RegistryDelta.class,
            initial.registry(),
            RegistryState::revision,
            RegistryState::apply,
            state -> tables.change(inputs -> inputs.with(state)));
    health =
        follower(
            bus,
            Addresses.HEALTH_CHANGED,
            Addresses.HEALTH_SYNC,
            HealthDelta.class,
            initial.health(),
            HealthState::revision,
            HealthState::apply,
            state -> tables.change(inputs -> inputs.with(state)));
    work.scheduleAtFixedRate(this::everySecond, 0, BEAT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** How up to date the gateway is. */
  public SyncStatus status() {
    RoutingTable table = tables.table();
    return new SyncStatus(table.revisions(), copyAge(), draining, table.elsewhere());
  }

  /** The table in use. */
  public RoutingTable table() {
    return tables.table();
  }

  /** Says in this and each further beat that the gateway accepts no more connections. */
  public void announceDrain() {
    draining = true;
    beat();
  }

  /** Ends following and beating, and saves what is not saved yet. */
  @Override
  public void close() {
    for (Follower<?, ?> follower : new Follower<?, ?>[] {listeners, registry, health}) {
      if (follower != null) {
        follower.close();
      }
    }
    work.shutdownNow();
    disk.shutdownNow();
    keeper.ifPresent(CopyKeeper::save);
  }

  private void serve(LastKnownGood.Copy saved) {
    copySavedAt = saved.savedAt();
    copy = saved.inputs();
    LOG.infof(
        "Serving the last-known-good copy, %s s old, until the owners answer: %s",
        copyAge(), copy.revisions());
    tables.change(ignored -> saved.inputs());
  }

  private void applied(TableBuild build) {
    beat();
    // The copy itself is not saved again: it would seem younger than it is.
    if (build.inputs() != copy) {
      keeper.ifPresent(copies -> copies.changed(build.inputs()));
    }
    onTable.accept(build.table());
  }

  private void everySecond() {
    try {
      if (copySavedAt != null && listeners.confirmed() && registry.confirmed()) {
        copySavedAt = null;
        LOG.info("The owners answer: the last-known-good copy is superseded");
      }
      tables.advance();
      beat();
    } catch (RuntimeException e) {
      // An exception would end the schedule, and with it every further beat.
      LOG.error("A beat failed", e);
    }
  }

  private void beat() {
    Heartbeat started = heartbeat;
    if (started != null) {
      started.beat();
    }
  }

  private Long copyAge() {
    Instant saved = copySavedAt;
    return saved == null ? null : Math.max(0, Duration.between(saved, clock.instant()).toSeconds());
  }

  private <S, D extends Delta> Follower<S, D> follower(
      Bus bus,
      String changed,
      String sync,
      Class<D> deltaType,
      S initial,
      Function<S, Revision> revisionOf,
      BiFunction<S, D, S> apply,
      Consumer<S> onChange) {
    return new Follower<>(
        bus,
        changed,
        sync,
        deltaType,
        initial,
        revisionOf,
        apply,
        onChange,
        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
  }

  private static ScheduledExecutorService thread(String name) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().daemon().name(name).unstarted(task));
    // A change that arrives while the gateway stops is of no use any more.
    executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    return executor;
  }
}
