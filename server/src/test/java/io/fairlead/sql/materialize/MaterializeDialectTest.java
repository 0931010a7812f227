package io.fairlead.sql.materialize;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.fairlead.base.Limits;
import io.fairlead.golden.GoldenFiles;
import io.fairlead.sql.Reading;
import io.fairlead.sql.Readings;
import io.fairlead.sql.Statement;
import io.fairlead.sql.Words;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class MaterializeDialectTest {
  private final MaterializeDialect dialect = new MaterializeDialect(Words.VOCABULARY);

  @TestFactory
  Stream<DynamicTest> statements() {
    return GoldenFiles.tests("sql/materialize", text -> Readings.outcome(dialect, text));
  }

  @TestFactory
  Stream<DynamicTest> definitions() {
    return GoldenFiles.tests("sql/show", this::shown);
  }

  @Test
  void aSourceHasSoManyColumns() {
    String source =
        "CREATE SOURCE s FROM KAFKA CONNECTION c (TOPIC 't') FORMAT CSV WITH %d COLUMNS";
    assertInstanceOf(
        Reading.Understood.class, dialect.read(source.formatted(Limits.SOURCE_COLUMNS)));
    assertInstanceOf(
        Reading.Wrong.class, dialect.read(source.formatted(Limits.SOURCE_COLUMNS + 1)));
  }

  private String shown(String text) {
    if (dialect.read(text)
        instanceof Reading.Understood(Statement.CreateConnection create)) {
      String redacted = dialect.show(create, true);
      String full = dialect.show(create, false);
      return full.equals(redacted) ? full : full + "\nredacted:\n" + redacted;
    }
    throw new AssertionError("not a definition");
  }
}
