package io.sluice.registry.store;

import io.sluice.chassis.id.Ids;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.secret.SecretKeys;
import io.sluice.chassis.store.Owner;
import io.sluice.chassis.store.Write;
import io.sluice.contracts.model.CookieKey;
import io.sluice.registry.domain.KeyRotation;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The keys that gateways seal their cookies with. Their secrets are sealed before they get to the
 * database; without {@code sluice.registry.secret-key-file} there are none.
 */
@Singleton
public class CookieKeyStore {
  private static final Logger LOG = Logger.getLogger(CookieKeyStore.class);
  private static final int SECRET_BYTES = 32;
  private static final int MIN_HOURS = 1;
  private static final int MAX_HOURS = 720;

  private final Owner owner;
  private final CookieKeyTable table;
  private final Optional<SecretKeys> secretKeys;
  private final KeyRotation rotation;
  private final SecureRandom random = new SecureRandom();
  private volatile boolean warned;

  CookieKeyStore(Owner owner, CookieKeyTable table, RegistryConfig config) {
    this.owner = owner;
    this.table = table;
    this.secretKeys =
        config
            .secretKeyFile()
            .map(file -> SecretKeys.read(file, "sluice.registry.secret-key-file"));
    int hours = config.cookieKeyHours();
    if (hours < MIN_HOURS || hours > MAX_HOURS) {
      throw new IllegalArgumentException(
          "sluice.registry.cookie-key-hours is "
              + hours
              + ", but must be "
              + MIN_HOURS
              + "-"
              + MAX_HOURS);
    }
    this.rotation = new KeyRotation(Duration.ofHours(hours));
  }

  /**
   * Checks that there can be keys.
   *
   * @throws ProblemException 503 when they could not be stored
   */
  void requireUsable() {
    if (secretKeys.isEmpty()) {
      throw ProblemException.unavailable(
          "Cookies cannot be sealed: sluice.registry.secret-key-file is not set");
    }
  }

  /**
   * Makes and removes keys that are due. Cheap when none is; of several replicas one does it.
   *
   * @return how many it made and removed
   */
  public Uni<Integer> rotate() {
    if (secretKeys.isEmpty()) {
      return Uni.createFrom().item(0);
    }
    return owner
        .database()
        .read(table::<CookieKeyRow>listAll)
        .chain(rows ->
            plan(rows).isEmpty()
                ? Uni.createFrom().item(0)
                : owner.write(write -> table.listAll().chain(all -> carryOut(write, plan(all)))));
  }

  /** With their secrets, for gateways. Called within a transaction. */
  public Uni<List<CookieKey>> changedSince(long revision) {
    return table
        .list("revision > ?1", revision)
        .map(rows -> rows.stream().flatMap(row -> key(row).stream()).toList());
  }

  private KeyRotation.Plan plan(List<CookieKeyRow> rows) {
    return rotation.plan(
        rows.stream()
            .map(row -> new KeyRotation.Key(row.id, row.usedFrom, key(row).isPresent()))
            .toList(),
        Instant.now());
  }

  private Uni<Integer> carryOut(Write write, KeyRotation.Plan plan) {
    if (plan.isEmpty()) {
      // Another replica was faster.
      return Uni.createFrom().item(0);
    }
    List<CookieKeyRow> added =
        plan.add().stream().map(usedFrom -> newRow(write, usedFrom)).toList();
    Uni<Void> persisted = added.isEmpty() ? Uni.createFrom().voidItem() : table.persist(added);
    return persisted
        .chain(() -> remove(write, plan.remove()))
        .replaceWith(added.size() + plan.remove().size());
  }

  private Uni<Void> remove(Write write, List<UUID> ids) {
    return ids.isEmpty()
        ? Uni.createFrom().voidItem()
        : table.delete("id in ?1", ids).chain(() -> write.removed(ids));
  }

  private CookieKeyRow newRow(Write write, Instant usedFrom) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    CookieKeyRow row = new CookieKeyRow();
    row.id = Ids.next();
    row.usedFrom = usedFrom;
    row.sealedSecret =
        secretKeys.orElseThrow().seal(row.id, Base64.getEncoder().encodeToString(secret));
    write.created(row);
    return row;
  }

  private Optional<CookieKey> key(CookieKeyRow row) {
    Optional<CookieKey> key =
        secretKeys
            .flatMap(keys -> keys.open(row.id, row.sealedSecret))
            .map(secret -> new CookieKey(row.id, secret, row.usedFrom));
    if (key.isEmpty() && !warned) {
      warned = true;
      LOG.warn(
          "A key of cookies cannot be opened with the keys of sluice.registry.secret-key-file;"
              + " others take its place, and clients get new cookies");
    }
    return key;
  }
}
