package io.sluice.deploy.apply;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads YAML into values that know their line. */
final class YamlReader {
  private static final int MAX_CHARACTERS = 64 << 20;
  private static final int MAX_DEPTH = 50;

  private final String file;

  private YamlReader(String file) {
    this.file = file;
  }

  /**
   * Reads every document of a text.
   *
   * @param file the name for messages
   * @throws FileError when it is not YAML
   */
  static List<Yaml> read(String file, String text) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setAllowRecursiveKeys(false);
    YamlReader reader = new YamlReader(file);
    List<Yaml> documents = new ArrayList<>();
    try {
      for (Node node : new org.yaml.snakeyaml.Yaml(options).composeAll(new StringReader(text))) {
        documents.add(reader.convert(node, 0));
      }
      return documents;
    } catch (MarkedYAMLException e) {
      At at = e.getProblemMark() == null ? new At(file, 1, 1) : reader.at(e.getProblemMark());
      throw new FileError(at, "not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw new FileError(new At(file, 1, 1), "not YAML: " + e.getMessage());
    }
  }

  private Yaml convert(Node node, int depth) {
    At at = at(node.getStartMark());
    if (depth > MAX_DEPTH) {
      throw new FileError(at, "nested deeper than " + MAX_DEPTH);
    }
    return switch (node) {
      case MappingNode mapping -> mapping(at, mapping, depth);
      case SequenceNode sequence ->
          new Yaml.Sequence(
              at, sequence.getValue().stream().map(item -> convert(item, depth + 1)).toList());
      case ScalarNode scalar -> new Yaml.Scalar(at, value(at, scalar), scalar.getValue());
      default -> throw new FileError(at, "not understood: " + node.getNodeId());
    };
  }

  private Yaml mapping(At at, MappingNode node, int depth) {
    LinkedHashMap<String, Yaml> entries = new LinkedHashMap<>();
    LinkedHashMap<String, At> keys = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      At keyAt = at(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new FileError(keyAt, "a key must be a word");
      }
      if (entries.containsKey(key.getValue())) {
        throw new FileError(
            keyAt,
            "'" + key.getValue() + "' stands here twice, first at " + keys.get(key.getValue()));
      }
      entries.put(key.getValue(), convert(tuple.getValueNode(), depth + 1));
      keys.put(key.getValue(), keyAt);
    }
    return new Yaml.Mapping(at, entries, keys);
  }

  private static Object value(At at, ScalarNode scalar) {
    Tag tag = scalar.getTag();
    String text = scalar.getValue();
    if (tag.equals(Tag.NULL)) {
      return null;
    } else if (tag.equals(Tag.BOOL)) {
      return List.of("true", "yes", "on").contains(text.toLowerCase(Locale.ROOT));
    } else if (tag.equals(Tag.INT)) {
      return number(at, text);
    } else if (tag.equals(Tag.FLOAT)) {
      return Double.valueOf(text.replace("_", ""));
    }
    return text;
  }

  /** Only decimal: what looks like octal or sexagesimal to YAML 1.1 surprises people. */
  private static Long number(At at, String text) {
    try {
      return Long.valueOf(text.replace("_", ""));
    } catch (NumberFormatException e) {
      throw new FileError(at, text + " is not a decimal number; quote it if it is a text");
    }
  }

  private At at(Mark mark) {
    return new At(file, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
