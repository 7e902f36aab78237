package io.sluice.deploy.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.deploy.apply.Type.Fields;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What files ask for. A list that is there is the whole truth of its objects; one that is absent
 * says nothing of them.
 */
final class DesiredState {
  private static final List<String> SECTIONS =
      List.of(
          "certificates", "tlsPolicies", "virtualServerGroups", "backendServices", "loadBalancers");

  private final SequencedMap<Key, Desired> objects = new LinkedHashMap<>();
  private final Set<Kind> listed = new LinkedHashSet<>();
  private final Set<Key> membersListed = new HashSet<>();

  /**
   * Reads documents; sections of the same name are one.
   *
   * @throws FileError when something in them is wrong
   */
  static DesiredState read(List<Yaml> documents) {
    DesiredState state = new DesiredState();
    documents.forEach(state::document);
    return state;
  }

  /** The objects, what they belong to before them. */
  SequencedMap<Key, Desired> objects() {
    return objects;
  }

  /** Whether objects of a kind that are not asked for are to be deleted. */
  boolean isWholeTruthOf(Key key) {
    Key parent = key.parent();
    if (parent == null) {
      return listed.contains(key.kind());
    }
    // What belongs to an object that is deleted goes with it.
    return objects.containsKey(parent)
        ? membersListed.contains(new Key(key.kind(), parent, ""))
        : isWholeTruthOf(parent);
  }

  /** The kinds that have to be looked at. */
  Set<Kind> kinds() {
    Set<Kind> kinds = new HashSet<>();
    for (Kind kind : Kind.values()) {
      Kind top = kind;
      while (top.parent().isPresent()) {
        top = top.parent().get();
      }
      if (listed.contains(top)) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  private void document(Yaml yaml) {
    if (yaml instanceof Yaml.Scalar scalar && scalar.value() == null) {
      return;
    }
    Map<String, Yaml> sections = FromYaml.mapping(yaml).entries();
    FromYaml.requireKnown(FromYaml.mapping(yaml), SECTIONS);
    for (Yaml certificate : section(sections, "certificates", Kind.CERTIFICATE)) {
      add(Kind.CERTIFICATE, null, certificate, List.of());
    }
    for (Yaml policy : section(sections, "tlsPolicies", Kind.TLS_POLICY)) {
      add(Kind.TLS_POLICY, null, policy, List.of());
    }
    for (Yaml group : section(sections, "virtualServerGroups", Kind.GROUP)) {
      Key key = add(Kind.GROUP, null, group, List.of("targets"));
      members(group, "targets", Kind.TARGET, key, List.of());
    }
    for (Yaml service : section(sections, "backendServices", Kind.BACKEND_SERVICE)) {
      add(Kind.BACKEND_SERVICE, null, service, List.of());
    }
    for (Yaml balancer : section(sections, "loadBalancers", Kind.LOAD_BALANCER)) {
      Key key = add(Kind.LOAD_BALANCER, null, balancer, List.of("ruleGroups", "listeners"));
      members(balancer, "ruleGroups", Kind.RULE_GROUP, key, List.of("rules"));
      members(balancer, "listeners", Kind.LISTENER, key, List.of());
    }
  }

  private List<Yaml> section(Map<String, Yaml> sections, String name, Kind kind) {
    Yaml section = sections.get(name);
    if (section == null) {
      return List.of();
    }
    listed.add(kind);
    return FromYaml.items(section, name);
  }

  private void members(Yaml owner, String name, Kind kind, Key parent, List<String> besides) {
    Yaml list = FromYaml.mapping(owner).entries().get(name);
    if (list == null) {
      return;
    }
    membersListed.add(new Key(kind, parent, ""));
    for (Yaml item : FromYaml.items(list, name)) {
      Key key = add(kind, parent, item, besides);
      if (kind == Kind.RULE_GROUP) {
        members(item, "rules", Kind.RULE, key, List.of());
      }
    }
  }

  private Key add(Kind kind, Key parent, Yaml yaml, List<String> besides) {
    Fields fields = Schema.of(kind);
    ObjectNode spec = FromYaml.object(yaml, fields, besides);
    if (kind == Kind.BACKEND_SERVICE) {
      ProtocolStandards.completeBackendService(spec);
    }
    if (kind == Kind.LISTENER) {
      ProtocolStandards.completeListener(spec);
    }
    Key key = new Key(kind, parent, CurrentState.name(kind, spec));
    Desired earlier = objects.putIfAbsent(key, new Desired(key, spec, yaml));
    if (earlier != null) {
      throw new FileError(yaml.at(), key + " stands here twice, first at " + earlier.yaml().at());
    }
    return key;
  }
}
