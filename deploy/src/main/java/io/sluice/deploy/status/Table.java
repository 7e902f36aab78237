package io.sluice.deploy.status;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of text in columns as wide as their widest cell. */
final class Table {
  private static final String GAP = "  ";

  private final List<String[]> rows = new ArrayList<>();

  Table(String... titles) {
    rows.add(titles);
  }

  void row(String... cells) {
    rows.add(cells);
  }

  /** Appends the table after an empty line; nothing when it has no row. */
  void print(StringBuilder text) {
    if (rows.size() == 1) {
      return;
    }
    int[] widths =
        IntStream.range(0, rows.getFirst().length)
            .map(column -> rows.stream().mapToInt(row -> row[column].length()).max().orElse(0))
            .toArray();
    text.append('\n');
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.length; column++) {
        line.append(row[column]);
        line.append(" ".repeat(widths[column] - row[column].length())).append(GAP);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
  }
}
