package io.fairlead.sql.materialize;

import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.model.FileFormat;
import io.fairlead.model.Kind;
import io.fairlead.model.PipelineField;
import io.fairlead.model.PipelineTable;
import io.fairlead.model.TableColumn;
import io.fairlead.sql.Letters;
import io.fairlead.sql.ObjectGrammar;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.PipelineStatement;
import io.fairlead.sql.Statement;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// `CREATE SOURCE s FROM KAFKA CONNECTION c (TOPIC 't', START OFFSET (0, 10)) FORMAT JSON INCLUDE
/// PARTITION, OFFSET ENVELOPE NONE`, and DROP and SHOW CREATE of sources. What else Materialize has is
/// refused by its name.
final class SourceGrammar {
  private static final String WHAT = "the name of a source";

  private SourceGrammar() {}

  /// Behind CREATE SOURCE.
  static Statement create(TokenReader in) {
    boolean ifNotExists = in.accept("IF", "NOT", "EXISTS");
    ObjectName name = in.objectName(WHAT);
    List<String> names = in.atSymbol("(") ? names(in) : List.of();
    if (in.at("IN", "CLUSTER")) {
      throw unsupported(in, "there are no clusters here: leave IN CLUSTER out");
    }
    in.expect("FROM");
    if (!in.at("KAFKA", "CONNECTION")) {
      throw unsupported(in, "sources read from a KAFKA CONNECTION alone");
    }
    in.expect("KAFKA", "CONNECTION");
    ObjectName connection = in.objectName("the name of a connection");
    Options options = Options.read(in);
    Encoding encoding = encoding(in);
    List<Column> columns = new ArrayList<>(encoding.columns());
    include(in, encoding, columns);
    if (in.accept("ENVELOPE") && !in.accept("NONE")) {
      throw unsupported(in, "of envelopes there is NONE alone");
    }
    if (in.atOneOf("EXPOSE", "WITH")) {
      throw unsupported(in, "EXPOSE PROGRESS and WITH of a source are not supported");
    }
    List<Column> named = named(in, columns, names);
    return new PipelineStatement.CreateSource(
        name,
        ifNotExists,
        connection,
        options.topic(),
        encoding.format(),
        named.stream()
            .map(column -> new PipelineField(column.name(), column.path(), Optional.empty()))
            .toList(),
        new PipelineTable(
            named.stream()
                .map(column -> new TableColumn(column.name(), column.type(), true, Optional.empty()))
                .toList(),
            options.start()),
        MaterializeDialect.NAME);
  }

  /// @param path of the field that it is filled from
  private record Column(String name, String type, List<String> path) {
    static Column of(String name, String type, String key) {
      return new Column(name, type, List.of(key));
    }
  }

  private record Encoding(FileFormat format, List<Column> columns) {
    static Encoding whole(String format, String column, String type) {
      return new Encoding(
          FileFormat.of(format), List.of(Column.of(column, type, PipelineField.MESSAGE)));
    }
  }

  private static Refusal unsupported(TokenReader in, String message) {
    return in.problem(ProblemKind.NOT_SUPPORTED, message);
  }

  private static List<String> names(TokenReader in) {
    in.expectSymbol("(");
    List<String> names = in.list(list -> list.identifier("the name of a column"));
    in.expectSymbol(")");
    return names;
  }

  /// What stands in parentheses behind the connection.
  private record Options(String topic, SortedMap<Integer, Long> start) {
    static Options read(TokenReader in) {
      in.expectSymbol("(");
      Optional<String> topic = Optional.empty();
      Optional<SortedMap<Integer, Long>> start = Optional.empty();
      do {
        if (in.accept("TOPIC")) {
          once(in, "TOPIC", topic);
          in.acceptSymbol("=");
          topic = Optional.of(in.text("the name of a topic in quotes"));
        } else if (in.accept("START", "OFFSET")) {
          once(in, "START OFFSET", start);
          in.acceptSymbol("=");
          start = Optional.of(offsets(in));
        } else if (in.at("START", "TIMESTAMP")
            || in.at("GROUP", "ID")
            || in.at("TOPIC", "METADATA")) {
          throw unsupported(in, "of the options of a source there are TOPIC and START OFFSET alone");
        } else {
          throw in.unexpected("TOPIC or START OFFSET");
        }
      } while (in.acceptSymbol(","));
      in.expectSymbol(")");
      if (topic.isEmpty()) {
        throw in.problem(ProblemKind.SYNTAX, "KAFKA CONNECTION without TOPIC");
      }
      return new Options(topic.get(), start.orElseGet(TreeMap::new));
    }

    private static void once(TokenReader in, String option, Optional<?> before) {
      if (before.isPresent()) {
        throw in.problem(ProblemKind.SYNTAX, option + " specified more than once");
      }
    }
  }

  /// By the numbers of the partitions, from 0.
  private static SortedMap<Integer, Long> offsets(TokenReader in) {
    boolean square = in.acceptSymbol("[");
    if (!square) {
      in.expectSymbol("(");
    }
    SortedMap<Integer, Long> start = new TreeMap<>();
    for (long offset : in.list(SourceGrammar::offset)) {
      start.put(start.size(), offset);
    }
    in.expectSymbol(square ? "]" : ")");
    return start;
  }

  private static long offset(TokenReader in) {
    Token token = in.peek();
    if (token.kind() == Token.Kind.NUMBER && token.text().matches("[0-9]{1,18}")) {
      return Long.parseLong(in.next().text());
    }
    throw in.unexpected("an offset");
  }

  private static Encoding encoding(TokenReader in) {
    if (in.at("KEY", "FORMAT") || in.at("VALUE", "FORMAT")) {
      throw unsupported(in, "keys of messages are not read: FORMAT is that of the value");
    }
    in.expect("FORMAT");
    if (in.accept("JSON")) {
      return Encoding.whole(FileFormat.JSON, "data", "JSON");
    }
    if (in.accept("TEXT")) {
      return Encoding.whole(FileFormat.TEXT, "text", "VARCHAR");
    }
    if (in.accept("BYTES")) {
      return Encoding.whole(FileFormat.BYTES, "data", "BLOB");
    }
    if (in.accept("CSV")) {
      return csv(in);
    }
    if (in.atOneOf("AVRO", "PROTOBUF", "REGEX")) {
      throw unsupported(in, "formats of a source are JSON, TEXT, BYTES and CSV");
    }
    throw in.unexpected("JSON, TEXT, BYTES or CSV");
  }

  private static Encoding csv(TokenReader in) {
    in.expect("WITH");
    if (in.at("HEADER")) {
      throw unsupported(in, "messages have no HEADER: write CSV WITH n COLUMNS");
    }
    int count = in.positive("a number of columns");
    if (count > Limits.SOURCE_COLUMNS) {
      throw in.problem(
          ProblemKind.TOO_LARGE, "a source has at most " + Limits.SOURCE_COLUMNS + " columns");
    }
    if (!in.accept("COLUMNS")) {
      in.expect("COLUMN");
    }
    String delimiter = ",";
    if (in.accept("DELIMITED")) {
      in.expect("BY");
      delimiter = in.text("a letter in quotes");
      if (delimiter.length() != 1) {
        throw in.problem(ProblemKind.INVALID_OPTION, "CSV delimiter must be a single letter");
      }
    }
    SortedMap<String, String> options = new TreeMap<>();
    options.put("field_delimiter", delimiter);
    options.put("null_display", "\\N");
    List<Column> columns = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      columns.add(new Column("column" + i, "VARCHAR", List.of()));
    }
    return new Encoding(new FileFormat(FileFormat.CSV, options), columns);
  }

  /// Where the messages stood, as further columns.
  private static void include(TokenReader in, Encoding encoding, List<Column> columns) {
    if (!in.accept("INCLUDE")) {
      return;
    }
    if (!encoding.format().isWhole()) {
      throw unsupported(in, "INCLUDE is not supported for FORMAT CSV");
    }
    columns.addAll(in.list(SourceGrammar::included));
  }

  private static Column included(TokenReader in) {
    for (String key : List.of(PipelineField.PARTITION, PipelineField.OFFSET)) {
      if (in.accept(Letters.upper(key))) {
        String type = key.equals(PipelineField.OFFSET) ? "UBIGINT" : "INTEGER";
        String name = in.accept("AS") ? in.identifier("the name of a column") : key;
        return Column.of(name, type, key);
      }
    }
    if (in.atOneOf("KEY", "TIMESTAMP", "HEADERS", "HEADER")) {
      throw unsupported(in, "of INCLUDE there are PARTITION and OFFSET alone");
    }
    throw in.unexpected("PARTITION or OFFSET");
  }

  private static List<Column> named(TokenReader in, List<Column> columns, List<String> names) {
    if (!names.isEmpty() && names.size() != columns.size()) {
      throw in.problem(
          ProblemKind.SYNTAX,
          "the list of columns has a length of %d, and the source one of %d"
              .formatted(names.size(), columns.size()));
    }
    List<Column> named = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      String name = names.isEmpty() ? column.name() : names.get(i);
      if (!taken.add(Letters.lower(name))) {
        throw in.problem(
            ProblemKind.DUPLICATE_COLUMN, "column \"" + name + "\" specified more than once");
      }
      named.add(new Column(name, column.type(), column.path()));
    }
    return named;
  }

  /// Behind DROP SOURCE.
  static Statement drop(TokenReader in) {
    return new PipelineStatement.DropSource(
        ObjectGrammar.drop(in, Kind.PIPELINE, list -> list.objectName(WHAT), Optional.empty()));
  }

  /// Behind SHOW CREATE SOURCE.
  static Statement showCreate(TokenReader in) {
    return new PipelineStatement.ShowCreateSource(in.objectName(WHAT));
  }
}
