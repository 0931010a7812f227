package io.fairlead.sql.singlestore;

import io.fairlead.base.ProblemKind;
import io.fairlead.model.Kind;
import io.fairlead.sql.LinkClause;
import io.fairlead.sql.LinkEdits;
import io.fairlead.sql.ObjectGrammar;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.LinkStatement;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;
import io.fairlead.sql.WithClause;
import java.util.Optional;

/// CREATE, ALTER, DROP and SHOW of links. IF EXISTS, IF VERSION, WITH, CASCADE and LIKE are ours.
final class LinkStatements implements Family {
  private static final String WHAT = "the name of a link";

  private final LinkTypes types;

  LinkStatements(LinkTypes types) {
    this.types = types;
  }

  @Override
  public Optional<Statement> read(TokenReader in) {
    if (in.accept("CREATE", "OR", "REPLACE", "LINK")) {
      return Optional.of(create(in, true));
    }
    if (in.accept("CREATE", "LINK")) {
      return Optional.of(create(in, false));
    }
    if (in.accept("ALTER", "LINK")) {
      return Optional.of(alter(in));
    }
    if (in.accept("DROP", "LINK")) {
      return Optional.of(
          new LinkStatement.DropLink(
              ObjectGrammar.drop(
                  in, Kind.CONNECTION, list -> list.objectName(WHAT), Optional.empty())));
    }
    if (in.accept("SHOW", "LINKS")) {
      Optional<String> schema =
          in.accept("ON")
              ? Optional.of(in.identifier("the name of a database"))
              : Optional.empty();
      return Optional.of(
          new LinkStatement.ShowLinks(
              schema,
              in.accept("LIKE") ? Optional.of(in.text("a pattern in quotes")) : Optional.empty(),
              SingleStoreDialect.NAME));
    }
    return in.accept("SHOW", "CREATE", "LINK")
        ? Optional.of(new LinkStatement.ShowCreateLink(in.objectName(WHAT), SingleStoreDialect.NAME))
        : Optional.empty();
  }

  private Statement create(TokenReader in, boolean orReplace) {
    boolean ifNotExists = in.accept("IF", "NOT", "EXISTS");
    if (orReplace && ifNotExists) {
      throw in.problem(ProblemKind.SYNTAX, "OR REPLACE and IF NOT EXISTS exclude each other");
    }
    ObjectName name = in.objectName(WHAT);
    in.expect("AS");
    String type = types.read(in);
    in.conceal();
    Optional<LinkClause.Whole> config = Optional.empty();
    Optional<LinkClause.Whole> credentials = Optional.empty();
    Optional<String> description = Optional.empty();
    while (!in.atEnd() && !in.at("WITH")) {
      if (in.accept("CONFIG")) {
        TypedLinkGrammar.mustBeFirst(in, "CONFIG", config);
        config = Optional.of(TypedLinkGrammar.whole(in, "CONFIG"));
      } else if (in.accept("CREDENTIALS")) {
        TypedLinkGrammar.mustBeFirst(in, "CREDENTIALS", credentials);
        credentials = Optional.of(TypedLinkGrammar.whole(in, "CREDENTIALS"));
      } else if (in.accept("DESCRIPTION")) {
        TypedLinkGrammar.mustBeFirst(in, "DESCRIPTION", description);
        description = Optional.of(in.text("a description in quotes"));
      } else {
        throw in.unexpected("CONFIG, CREDENTIALS or DESCRIPTION");
      }
    }
    if (config.isEmpty() && credentials.isEmpty()) {
      throw in.problem(
          ProblemKind.SYNTAX, "a link has CREDENTIALS, CONFIG or both; '{}' is empty");
    }
    WithClause with = WithClause.read(in, WithClause.CREATE);
    return new LinkStatement.CreateLink(
        name,
        orReplace,
        ifNotExists,
        type,
        config,
        credentials,
        description.orElse(""),
        with.validate(),
        SingleStoreDialect.NAME);
  }

  private static Statement alter(TokenReader in) {
    boolean ifExists = in.accept("IF", "EXISTS");
    ObjectName name = in.objectName(WHAT);
    in.conceal();
    LinkEdits edits = TypedLinkGrammar.edits(in);
    Optional<Integer> ifVersion =
        in.accept("IF", "VERSION")
            ? Optional.of(in.positive("the number of a version"))
            : Optional.empty();
    WithClause with = WithClause.read(in, WithClause.LINK);
    return new LinkStatement.AlterLink(
        name,
        ifExists,
        edits.config(),
        edits.credentials(),
        with.validate(),
        with.overlap(),
        with.pause(),
        ifVersion,
        SingleStoreDialect.NAME);
  }

  @Override
  public Optional<String> write(Statement statement) {
    return LinkWriting.of(statement, types);
  }
}
