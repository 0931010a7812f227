package io.fairlead.sql.singlestore;

import io.fairlead.base.ProblemKind;
import io.fairlead.model.PipelineErrors;
import io.fairlead.model.PipelineField;
import io.fairlead.sql.FormatClause;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.PipelineSettings;
import io.fairlead.sql.PipelineStatement;
import io.fairlead.sql.Statement;
import io.fairlead.sql.StorageClause;
import io.fairlead.sql.TokenReader;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/// `CREATE PIPELINE p AS LOAD DATA LINK l 'path' … INTO TABLE t …`, or in the place of the link its type
/// with CONFIG and CREDENTIALS behind the path. Clauses of SingleStore that are not
/// built are refused by their names.
final class CreatePipelineGrammar {
  private CreatePipelineGrammar() {}

  static Optional<Statement> read(TokenReader in, LinkTypes types) {
    int words = 1;
    boolean orReplace = in.at("CREATE", "OR", "REPLACE");
    words += orReplace ? 2 : 0;
    boolean aggregator = in.peek(words).is("AGGREGATOR");
    words += aggregator ? 1 : 0;
    if (!in.peek(words).is("PIPELINE")) {
      return Optional.empty();
    }
    for (int i = 0; i <= words; i++) {
      in.next();
    }
    boolean ifNotExists = in.accept("IF", "NOT", "EXISTS");
    if (orReplace && ifNotExists) {
      throw in.problem(ProblemKind.SYNTAX, "OR REPLACE and IF NOT EXISTS exclude each other");
    }
    ObjectName name = in.objectName("the name of a pipeline");
    in.expect("AS", "LOAD", "DATA");
    Source source = source(in, types);
    PipelineSettings settings = PipelineSettings.NONE;
    PipelineErrors errors = PipelineErrors.STOP;
    while (!in.at("INTO")) {
      if (PipelineSettingGrammar.at(in)) {
        settings = PipelineSettingGrammar.read(in, settings);
      } else {
        errors = errors(in, errors);
      }
    }
    in.expect("INTO");
    if (in.at("PROCEDURE")) {
      throw in.problem(ProblemKind.NOT_SUPPORTED, "pipelines into procedures are not supported");
    }
    in.expect("TABLE");
    ObjectName table = in.objectName("the name of a table");
    return Optional.of(
        load(in, name, orReplace, ifNotExists, source, table, errors, settings));
  }

  /// @param type of a connection that is typed here
  private record Source(StorageClause connection, Optional<String> type, String path) {}

  private static Source source(TokenReader in, LinkTypes types) {
    if (in.accept("LINK")) {
      StorageClause link = new StorageClause.Named(in.objectName("the name of a link"));
      return new Source(link, Optional.empty(), in.text("a path in quotes"));
    }
    String type = types.read(in);
    String path = in.text("a path in quotes");
    return new Source(TypedLinkGrammar.read(in), Optional.of(type), path);
  }

  /// One more of them.
  private static PipelineErrors errors(TokenReader in, PipelineErrors before) {
    for (PipelineErrors.Clause clause : PipelineErrors.Clause.values()) {
      String[] words = clause.words().split(" ", -1);
      if (in.at(words)) {
        var _ = in.accept(words);
        EnumSet<PipelineErrors.Clause> clauses = EnumSet.of(clause);
        clauses.addAll(before.clauses());
        return new PipelineErrors(clauses);
      }
    }
    if (in.atOneOf("RESOURCE", "ENABLE", "DISABLE", "WITH", "CONFIG", "CREDENTIALS")) {
      throw in.problem(
          ProblemKind.NOT_SUPPORTED,
          "this clause of CREATE PIPELINE is not supported: RESOURCE POOL,"
              + " OUT_OF_ORDER OPTIMIZATION, OFFSETS METADATA GC, WITH TRANSFORM, and CONFIG and"
              + " CREDENTIALS beside a link");
    }
    throw in.unexpected("INTO TABLE, or a setting of the pipeline");
  }

  private static Statement load(
      TokenReader in,
      ObjectName name,
      boolean orReplace,
      boolean ifNotExists,
      Source source,
      ObjectName table,
      PipelineErrors errors,
      PipelineSettings settings) {
    PipelineFormat format = PipelineFormat.read(in);
    List<PipelineField> fields = in.atSymbol("(") ? fields(in) : List.of();
    format = format.more(in);
    List<PipelineField.Assignment> set = new ArrayList<>();
    Optional<String> where = Optional.empty();
    List<PipelineField.Assignment> updates = new ArrayList<>();
    while (!in.atEnd()) {
      if (in.accept("SET")) {
        set.addAll(in.list(CreatePipelineGrammar::assignment));
      } else if (in.accept("WHERE")) {
        where = Optional.of(EngineExpression.read(in));
      } else if (in.at("ON", "DUPLICATE")) {
        if (errors.replaces() || errors.skipsDuplicates()) {
          throw in.problem(
              ProblemKind.SYNTAX,
              "ON DUPLICATE KEY UPDATE excludes " + errors.clause());
        }
        in.expect("ON", "DUPLICATE", "KEY", "UPDATE");
        updates.addAll(in.list(CreatePipelineGrammar::update));
      } else if (in.at("NULL") || in.at("SCHEMA")) {
        format = format.more(in);
      } else {
        throw in.unexpected("SET, WHERE or the end of the statement");
      }
    }
    return new PipelineStatement.CreatePipeline(
        name,
        orReplace,
        ifNotExists,
        source.connection(),
        source.type(),
        source.path(),
        table,
        new FormatClause(Optional.of(format.name()), format.options()),
        fields,
        set,
        where,
        errors,
        updates,
        format.registry(),
        settings,
        SingleStoreDialect.NAME);
  }

  private static PipelineField.Assignment assignment(TokenReader in) {
    String column = in.identifier("the name of a column");
    in.expectSymbol("=");
    return new PipelineField.Assignment(column, EngineExpression.read(in));
  }

  private static PipelineField.Assignment update(TokenReader in) {
    String column = in.identifier("the name of a column");
    in.expectSymbol("=");
    return new PipelineField.Assignment(column, EngineExpression.ofDuplicate(in));
  }

  private static List<PipelineField> fields(TokenReader in) {
    in.expectSymbol("(");
    List<PipelineField> fields = in.list(CreatePipelineGrammar::field);
    in.expectSymbol(")");
    return fields;
  }

  /// With the table in front, or without it.
  private static String column(TokenReader in) {
    String name = in.identifier("the name of a column");
    return in.acceptSymbol(".") ? in.identifier("the name of a column") : name;
  }

  private static PipelineField field(TokenReader in) {
    String name = EngineExpression.variable(in).orElseGet(() -> column(in));
    List<String> path = new ArrayList<>();
    if (in.acceptSymbol("<-") || in.acceptSymbol("<")) {
      in.acceptSymbol("-");
      do {
        path.add(key(in));
      } while (in.acceptSymbol("::"));
    }
    Optional<String> initial =
        in.accept("DEFAULT") ? Optional.of(EngineExpression.read(in)) : Optional.empty();
    return new PipelineField(name, path, initial);
  }

  /// Any word is a key.
  private static String key(TokenReader in) {
    if (in.acceptSymbol("%")) {
      return "%"; // The whole of a record of Avro.
    }
    return switch (in.peek().kind()) {
      case WORD -> in.writtenWord();
      case QUOTED, TEXT -> in.next().text();
      default -> throw in.unexpected("a key");
    };
  }
}
