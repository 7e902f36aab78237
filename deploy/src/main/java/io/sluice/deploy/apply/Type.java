package io.sluice.deploy.apply;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a field of an object holds. */
sealed interface Type {
  /** A single value. */
  enum Simple implements Type {
    TEXT("a text"),
    /** Compared without case, as names of hosts are. */
    HOST("a host name"),
    NUMBER("a whole number"),
    FLAG("true or false"),
    TEXTS("a list of texts"),
    NUMBERS("a list of whole numbers"),
    /** The path of a file with certificates; in comparisons, and in REST, their PEM. */
    CERTIFICATE_FILE("the path of a file"),
    /**
     * The path of a file with a private key; in comparisons, and from REST, whether there is one.
     */
    KEY_FILE("the path of a file");

    private final String text;

    Simple(String text) {
      this.text = text;
    }

    /** As a person says it. */
    String text() {
      return text;
    }
  }

  /** The name of another object; REST has its id. */
  record NameOf(Kind kind) implements Type {}

  /** The names of other objects; REST has their ids. */
  record NamesOf(Kind kind) implements Type {}

  /** One of some words, or the name of another object; REST has the word or the id. */
  record WordOrNameOf(Set<String> words, Kind kind) implements Type {}

  /** An object with fields of its own. */
  record Fields(List<Field> fields) implements Type {}

  /** A list of objects. */
  record ListOf(Fields item) implements Type {}

  /** An object whose fields depend on the value of {@code type}. */
  record Variants(Map<String, Fields> variants) implements Type {}
}
