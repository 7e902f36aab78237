package io.sluice.registry.api;

import io.sluice.chassis.api.Fields;
import io.sluice.chassis.api.TextField;
import io.sluice.contracts.model.Target;
import io.sluice.registry.domain.HostNames;
import io.sluice.registry.domain.Labels;
import io.sluice.registry.domain.NewTarget;
import io.sluice.registry.domain.NewTarget.Endpoint;
import io.sluice.registry.domain.TargetPatch;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Reads targets, one or many. */
final class TargetBody {
  /** Most targets in one request. */
  static final int BATCH = 1_000;

  private TargetBody() {}

  static List<NewTarget> readBatch(Fields in) {
    List<NewTarget> targets = in.objects("targets", 1, BATCH, TargetBody::readNew).required();
    Set<Endpoint> seen = new HashSet<>();
    for (int i = 0; i < targets.size(); i++) {
      if (!seen.add(targets.get(i).endpoint())) {
        in.wrong(
            "targets[" + i + "].address",
            targets.get(i).address(),
            "an address and port that the batch has once");
      }
    }
    return targets;
  }

  static List<TargetPatch> readPatches(Fields in) {
    List<TargetPatch> patches = in.objects("targets", 1, BATCH, TargetBody::readPatch).required();
    Set<UUID> seen = new HashSet<>();
    for (int i = 0; i < patches.size(); i++) {
      if (!seen.add(patches.get(i).id())) {
        in.wrong("targets[" + i + "].id", patches.get(i).id(), "an id that the batch has once");
      }
    }
    return patches;
  }

  static List<UUID> readIds(Fields in) {
    return in.ids("ids", 1, BATCH).required().stream().distinct().toList();
  }

  /** A whole target as it is to be; where it is cannot be changed. */
  static Target read(Fields in, Target before) {
    NewTarget target = readNew(in);
    if (!target.address().equals(before.address())) {
      in.wrong("address", target.address(), "unchanged: " + before.address());
    }
    if (!Objects.equals(target.port(), before.port())) {
      in.wrong("port", target.port(), "unchanged: " + before.port());
    }
    return new Target(
        before.id(),
        before.groupId(),
        before.address(),
        before.port(),
        target.weight(),
        target.zone(),
        target.faultDomain(),
        before.drainUntil(),
        target.backup());
  }

  private static NewTarget readNew(Fields in) {
    String address =
        in.text("address")
            .matching(text -> HostNames.canonical(text).isPresent(), HostNames.ALLOWED)
            .required();
    return new NewTarget(
        HostNames.canonical(address).orElse(address),
        in.integer("port").range(1, 65_535).optional(),
        in.integer("weight").range(0, NewTarget.MAX_WEIGHT).or(NewTarget.DEFAULT_WEIGHT),
        label(in, "zone").optional(),
        label(in, "faultDomain").optional(),
        in.bool("backup").or(false));
  }

  private static TargetPatch readPatch(Fields in) {
    return new TargetPatch(
        in.id("id").required(),
        in.integer("weight").range(0, NewTarget.MAX_WEIGHT).optional(),
        in.mentions("zone"),
        label(in, "zone").optional(),
        in.mentions("faultDomain"),
        label(in, "faultDomain").optional(),
        in.bool("backup").optional());
  }

  private static TextField label(Fields in, String field) {
    return in.text(field).matching(Labels::isValid, Labels.ALLOWED);
  }
}
