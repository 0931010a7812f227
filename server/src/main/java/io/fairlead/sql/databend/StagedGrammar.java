package io.fairlead.sql.databend;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.sql.FileSource;
import io.fairlead.sql.FormatClause;
import io.fairlead.sql.Letters;
import io.fairlead.sql.StagedFiles;
import io.fairlead.sql.Statement;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Queries over files: `SELECT … FROM @stage/path (FILE_FORMAT => 'csv') AS t`. Everything else of the
/// query is the engine's.
final class StagedGrammar {
  private final OptionGrammar options;
  private final FileGrammar files;

  StagedGrammar(OptionGrammar options, FileGrammar files) {
    this.options = options;
    this.files = files;
  }

  /// Cheap, for the many that name no files.
  static boolean mayBe(String statement) {
    return statement.indexOf('@') >= 0 || statement.contains("://");
  }

  /// Empty for a query without files.
  Optional<Statement> read(TokenReader in) {
    boolean isQuery =
        in.atOneOf("SELECT", "WITH", "INSERT", "EXPLAIN", "CREATE") || in.atSymbol("(");
    if (!isQuery || !hasFiles(in)) {
      return Optional.empty();
    }
    in.conceal();
    if (in.at("CREATE")) {
      throw Problem.of(ProblemKind.NOT_SUPPORTED, "CREATE … AS over files is not supported")
          .withHint("Make the table; COPY INTO and INSERT … SELECT fill it.")
          .at(in.peek().position())
          .refusal();
    }
    Token first = in.peek();
    List<StagedFiles> found = new ArrayList<>();
    boolean behindFrom = false;
    while (!in.atEnd()) {
      if (behindFrom && isFiles(in, 0)) {
        found.add(staged(in));
        behindFrom = false;
      } else {
        behindFrom = isFrom(in.next());
      }
    }
    StringBuilder text = new StringBuilder(" ".repeat(first.start()) + in.slice(first));
    // Credentials may stand there; what is behind stays where it is, for messages that point at it.
    found.forEach(
        some ->
            text.replace(
                some.start(), some.end(), "@" + " ".repeat(some.end() - some.start() - 1)));
    return Optional.of(new Statement.StagedQuery(text.toString(), found));
  }

  private static boolean hasFiles(TokenReader in) {
    for (int at = 1; in.peek(at).kind() != Token.Kind.END; at++) {
      if (isFrom(in.peek(at - 1)) && isFiles(in, at)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isFrom(Token token) {
    return token.is("FROM") || token.is("JOIN");
  }

  private static boolean isFiles(TokenReader in, int at) {
    Token token = in.peek(at);
    Token next = in.peek(at + 1);
    if (token.isSymbol("@")) {
      return next.start() == token.end() && next.isName();
    }
    return token.kind() == Token.Kind.TEXT
        && (token.text().startsWith("@") || token.text().contains("://"));
  }

  private StagedFiles staged(TokenReader in) {
    Token start = in.peek();
    FileSource source = files.place(in);
    Optional<String> alias =
        in.peek().isName() && isSaid(in, 1)
            ? Optional.of(in.identifier("an alias"))
            : Optional.empty();
    Said said = new Said(in, source);
    if (isSaid(in, 0)) {
      said.read();
    }
    int end = start.start() + in.slice(start).length();
    return new StagedFiles(
        start.start(), end, said.source, alias, said.format, said.pattern, said.names);
  }

  /// Whether `(NAME => …` comes.
  private static boolean isSaid(TokenReader in, int ahead) {
    return in.peek(ahead).isSymbol("(")
        && in.peek(ahead + 1).kind() == Token.Kind.WORD
        && in.peek(ahead + 2).isSymbol("=>");
  }

  /// What stands in the parentheses.
  private final class Said {
    private final TokenReader in;
    private FileSource source;
    private FormatClause format = FormatClause.NONE;
    private Optional<String> pattern = Optional.empty();
    private List<String> names = List.of();

    private Said(TokenReader in, FileSource source) {
      this.in = in;
      this.source = source;
    }

    private void read() {
      in.expectSymbol("(");
      while (!in.atSymbol(")")) {
        one();
        in.acceptSymbol(",");
      }
      in.expectSymbol(")");
    }

    private void one() {
      if (is("FILE_FORMAT")) {
        format =
            in.atSymbol("(")
                ? FormatGrammar.inParentheses(in)
                : new FormatClause(
                    Optional.of(Letters.lower(in.text("a format in quotes"))), Map.of());
      } else if (is("PATTERN")) {
        pattern = Optional.of(in.text("a pattern in quotes"));
      } else if (is("FILES")) {
        in.expectSymbol("(");
        names = in.list(list -> list.text("the name of a file in quotes"));
        in.expectSymbol(")");
      } else if (in.at("CONNECTION") && source instanceof FileSource.At(String uri, var _)) {
        var _ = is("CONNECTION");
        source = new FileSource.At(uri, options.clause(in));
      } else if (in.at("CONNECTION")) {
        throw in.problem(ProblemKind.SYNTAX, "a stage has its own connection");
      } else if (in.at("CASE_SENSITIVE")) {
        throw in.problem(ProblemKind.NOT_SUPPORTED, "CASE_SENSITIVE is not supported");
      } else {
        throw in.unexpected("FILE_FORMAT, PATTERN, FILES or CONNECTION");
      }
    }

    private boolean is(String word) {
      if (!in.accept(word)) {
        return false;
      }
      in.expectSymbol("=>");
      return true;
    }
  }
}
