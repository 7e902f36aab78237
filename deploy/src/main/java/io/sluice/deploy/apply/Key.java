package io.sluice.deploy.apply;

/**
 * The identity of an object in a file: its name within what it belongs to.
 *
 * @param kind what it is
 * @param parent what it belongs to, or null
 * @param name its name; of a target, its address and port
 */
public record Key(Kind kind, Key parent, String name) {
  /** The names from the outermost to its own. */
  String path() {
    return parent == null ? name : parent.path() + "/" + name;
  }

  @Override
  public String toString() {
    return kind.text() + " " + path();
  }
}
