package io.sluice.deploy.apply;

/**
 * A place in a file.
 *
 * @param file its name as the user gave it
 * @param line counted from 1
 * @param column counted from 1
 */
public record At(String file, int line, int column) {
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
