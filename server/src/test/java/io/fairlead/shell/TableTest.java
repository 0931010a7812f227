package io.fairlead.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final Table TABLE =
      new Table(
          List.of("name", "n", "note"),
          List.of(false, true, false),
          List.of(
              List.of("shop", "1", "two\nlines"),
              List.of("größe", "-20", "bell\u0007 and \u001b[31mred"),
              List.of("漢字", "3", ""),
              Arrays.asList(null, null, null)));

  @Test
  void alignsColumns() {
    assertEquals(
        """
         name  |  n  |           note
        -------+-----+--------------------------
         shop  |   1 | two                     +
               |     | lines
         größe | -20 | bell\\x07 and \\x1B[31mred
         漢字  |   3 |
               |     |
        (4 rows)
        """,
        TABLE.aligned());
  }

  @Test
  void printsOneValueALine() {
    assertEquals(
        """
        -[ record 1 ]-
        name | shop
        n    | 1
        note | two
             | lines
        -[ record 2 ]-
        name | größe
        n    | -20
        note | bell\\x07 and \\x1B[31mred
        -[ record 3 ]-
        name | 漢字
        n    | 3
        note |
        -[ record 4 ]-
        name |
        n    |
        note |
        (4 rows)
        """,
        TABLE.expanded());
  }

  @Test
  void countsOneRow() {
    Table one = new Table(List.of("a"), List.of(true), List.of(List.of("1")));
    assertEquals(" a\n---\n 1\n(1 row)\n", one.aligned());
  }
}
