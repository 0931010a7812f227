package io.fairlead.sql.singlestore;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.sql.FileSource;
import io.fairlead.sql.Lexing;
import io.fairlead.sql.Lexis;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.Reading;
import io.fairlead.sql.Statement;
import io.fairlead.sql.StorageClause;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// `SELECT … INTO LINK l 'path'`, and in the place of the link its type with CONFIG and CREDENTIALS
/// behind the path. The query is the engine's, in the letters of the session; what follows INTO is
/// read by MySQL's rules in every session, as all statements of this dialect are.
final class SelectIntoStatements {
  private static final String INSTEAD =
      "INTO LINK name 'path', INTO S3, GCS, AZURE, HDFS and FS write files.";

  private final LinkTypes types;

  SelectIntoStatements(LinkTypes types) {
    this.types = types;
  }

  /// @param rules by which the text is written
  Reading read(String statement, Lexis rules) {
    Optional<IntoPlace> found = IntoPlace.find(statement, rules);
    if (found.isEmpty()) {
      return new Reading.NotMine();
    }
    IntoPlace place = found.get();
    // Blanks keep the places of what follows, for messages that point at it.
    String tail =
        " ".repeat(statement.codePointCount(0, place.start()))
            + statement.substring(place.start());
    return TokenReader.read(
        tail,
        Lexing.MYSQL,
        in -> Optional.of(read(statement.substring(0, place.end()), in, rules)));
  }

  private Statement read(String query, TokenReader in, Lexis rules) {
    in.expect("INTO");
    Target target = target(in);
    in.conceal();
    WrittenFormat format = new WrittenFormat();
    while (!in.atEnd() && !in.at("FROM")) {
      if (!format.accept(in)) {
        throw in.unexpected("FORMAT, FIELDS, LINES, WITH or the end of the statement");
      }
    }
    String whole = rules.standard(query + rest(in));
    Map<String, String> options = new TreeMap<>(Map.of("single", "true"));
    if (format.overwrites()) {
      options.put("overwrite", "true");
    }
    return new Statement.SelectInto(
        new Statement.CopyIntoFiles(
            new FileSource.ByPath(format.path(target.path()), target.connection(), target.type()),
            whole,
            format.clause(),
            new TreeMap<>(options)));
  }

  /// MySQL's older order has INTO in front of FROM.
  private static String rest(TokenReader in) {
    if (in.atEnd()) {
      return "";
    }
    Token from = in.peek();
    while (!in.atEnd()) {
      in.next();
    }
    return " " + in.slice(from);
  }

  private record Target(String path, StorageClause connection, Optional<String> type) {}

  private Target target(TokenReader in) {
    if (in.accept("LINK")) {
      ObjectName link = in.objectName("the name of a link");
      in.conceal();
      String path = in.text("a path in quotes");
      if (in.atOneOf("CONFIG", "CREDENTIALS")) {
        throw in.problem(
            ProblemKind.SYNTAX, "CONFIG and CREDENTIALS of a link are those of CREATE LINK");
      }
      return new Target(path, new StorageClause.Named(link), Optional.empty());
    }
    if (in.at("KAFKA")) {
      throw instead(in, "rows are not written to topics of Kafka");
    }
    if (in.atOneOf("OUTFILE", "DUMPFILE")) {
      throw instead(in, "INTO OUTFILE and INTO DUMPFILE are not supported");
    }
    String type = types.read(in);
    in.conceal();
    String path = in.text("a path in quotes");
    return new Target(path, TypedLinkGrammar.read(in), Optional.of(type));
  }

  private static Refusal instead(TokenReader in, String message) {
    return Problem.of(ProblemKind.NOT_SUPPORTED, message)
        .withHint(INSTEAD)
        .at(in.peek().position())
        .refusal();
  }

  /// Without the query, which may hold anything.
  Optional<String> write(Statement statement) {
    return statement
            instanceof
            Statement.SelectInto(
                Statement.CopyIntoFiles(
                    FileSource.ByPath files, var _, var format, Map<String, String> options))
        ? Optional.of(
            "SELECT … INTO "
                + place(files)
                + " "
                + WrittenFormat.of(format)
                + (options.containsKey("overwrite") ? " WITH (OVERWRITE = TRUE)" : ""))
        : Optional.empty();
  }

  private String place(FileSource.ByPath files) {
    String path = MysqlName.text(files.path());
    return switch (files.connection()) {
      case StorageClause.Named(ObjectName link) -> "LINK " + MysqlName.of(link) + " " + path;
      case StorageClause.AsLink typed ->
          types.word(files.type().orElseThrow()) + " " + path + LinkWriting.of(typed);
      case StorageClause.Inline _ ->
          throw new IllegalArgumentException("not a clause of this dialect");
    };
  }
}
