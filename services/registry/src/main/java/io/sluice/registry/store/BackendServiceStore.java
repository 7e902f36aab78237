package io.sluice.registry.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.store.Owner;
import io.sluice.chassis.store.ResourceStore;
import io.sluice.chassis.store.Write;
import io.sluice.contracts.command.UsageAnswer;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.Stickiness;
import io.sluice.contracts.model.TargetTls;
import io.sluice.registry.bus.ListenersUsage;
import io.sluice.registry.domain.TargetProtocols;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Backend services. One that rules or listeners forward to cannot be deleted. */
@Singleton
public class BackendServiceStore extends ResourceStore<BackendServiceRow, BackendService> {
  private static final int USERS_NAMED = 20;

  private final BackendServiceTable table;
  private final VirtualServerGroupTable groups;
  private final ListenersUsage usage;
  private final CertificateReferences certificates;
  private final CookieKeyStore cookieKeys;

  public BackendServiceStore(
      Owner owner,
      BackendServiceTable table,
      VirtualServerGroupTable groups,
      ListenersUsage usage,
      CertificateReferences certificates,
      CookieKeyStore cookieKeys) {
    super(owner, "backend service", BackendService.class);
    this.table = table;
    this.groups = groups;
    this.usage = usage;
    this.certificates = certificates;
    this.cookieKeys = cookieKeys;
  }

  /** Up to 20 backend services whose TLS settings refer to a certificate. */
  public Uni<List<UsageAnswer.User>> usersOfCertificate(UUID id) {
    return owner()
        .database()
        .read(() -> table.list("spec like ?1 order by id", "%" + id + "%"))
        .map(rows ->
            rows.stream()
                .map(row -> stored(row).value())
                .filter(service -> refersTo(service.tls(), id))
                .limit(USERS_NAMED)
                .map(service ->
                    new UsageAnswer.User("backend-service", service.id(), service.name()))
                .toList());
  }

  /**
   * Which of some ids are of no backend service with protocols of a kind.
   *
   * @param streams whether bytes are to be passed on as they are, or requests of HTTP
   */
  public Uni<List<UUID>> unfit(List<UUID> ids, boolean streams) {
    return owner()
        .database()
        .read(() -> table.list("id in ?1", ids))
        .map(rows -> {
          Set<UUID> fit =
              rows.stream()
                  .map(row -> stored(row).value())
                  .filter(service -> TargetProtocols.streams(service.protocol()) == streams)
                  .map(BackendService::id)
                  .collect(Collectors.toSet());
          return ids.stream().filter(id -> !fit.contains(id)).distinct().toList();
        });
  }

  /** Those of some groups that a backend service uses which keeps clients to their targets. */
  public Uni<Set<UUID>> groupsKeptToTargets(Set<UUID> groupIds) {
    return table
        .list("virtualServerGroupId in ?1", groupIds)
        .map(rows ->
            rows.stream()
                .map(row -> stored(row).value())
                .filter(service -> service.stickiness().type() != Stickiness.Type.OFF)
                .map(BackendService::virtualServerGroupId)
                .collect(Collectors.toSet()));
  }

  private static boolean refersTo(TargetTls tls, UUID id) {
    return tls != null && (id.equals(tls.authorityId()) || id.equals(tls.clientCertificateId()));
  }

  @Override
  protected PanacheRepositoryBase<BackendServiceRow, UUID> table() {
    return table;
  }

  @Override
  protected BackendServiceRow newRow() {
    return new BackendServiceRow();
  }

  @Override
  protected String name(BackendService value) {
    return value.name();
  }

  @Override
  protected UUID id(BackendService value) {
    return value.id();
  }

  @Override
  protected void fill(BackendServiceRow row, BackendService value) {
    row.virtualServerGroupId = value.virtualServerGroupId();
    row.deregistrationDelaySeconds = value.deregistrationDelaySeconds();
  }

  @Override
  protected Uni<Void> checkElsewhere(BackendService value, BackendService before) {
    if (value.stickiness().byCookie()) {
      cookieKeys.requireUsable();
    }
    Uni<Void> references =
        before != null && Objects.equals(before.tls(), value.tls())
            ? Uni.createFrom().voidItem()
            : certificates.check(value.tls());
    boolean streams = TargetProtocols.streams(value.protocol());
    return before == null || TargetProtocols.streams(before.protocol()) == streams
        ? references
        : references.chain(() -> refuseOtherTraffic(value, streams));
  }

  /** What forwards to it passes either requests of HTTP or bytes. */
  private Uni<Void> refuseOtherTraffic(BackendService value, boolean streams) {
    return usage
        .of(value.id())
        .invoke(users -> {
          if (!users.isEmpty()) {
            throw ProblemException.unprocessable(
                "protocol",
                value.protocol(),
                (streams ? "HTTP, HTTPS, H2C, GRPC" : "TCP, TLS")
                    + ", as it is used by "
                    + names(users));
          }
        })
        .replaceWithVoid();
  }

  private static String names(List<UsageAnswer.User> users) {
    return users.stream()
        .map(user -> user.kind() + " " + user.name() + " (" + user.id() + ")")
        .collect(Collectors.joining(", "));
  }

  @Override
  protected Uni<Void> check(Write write, BackendService value, BackendService before) {
    UUID group = value.virtualServerGroupId();
    return groups
        .findById(group)
        .invoke(row -> {
          if (row == null) {
            throw ProblemException.unprocessable(
                "virtualServerGroupId", group, "the id of a virtual server group");
          }
        })
        .replaceWithVoid();
  }

  @Override
  protected Uni<Void> checkDeletionElsewhere(BackendService value) {
    return usage
        .of(value.id())
        .invoke(users -> {
          if (!users.isEmpty()) {
            throw ProblemException.conflict("In use by " + names(users));
          }
        })
        .replaceWithVoid();
  }
}
