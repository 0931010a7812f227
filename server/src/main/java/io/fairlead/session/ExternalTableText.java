package io.fairlead.session;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.sql.ObjectGrammar;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// `DROP TABLE`, `COMMENT ON TABLE` and `ALTER TABLE … RENAME TO | OWNER TO` go to the catalog when they name an external
/// table, and to the engine otherwise: the text alone does not tell.
final class ExternalTableText {
  private ExternalTableText() {}

  /// The statement of the catalog that a text for the engine is; the same statement when it is none.
  ///
  /// @param isLocal tells whether the engine has a table
  static Statement read(
      Statement statement, Image image, String schema, Predicate<Name> isLocal) {
    if (!(statement instanceof Statement.Query(String text)) || !mayBe(text)) {
      return statement;
    }
    try {
      return new ExternalNames(image, schema, isLocal).read(new TokenReader(text)).orElse(statement);
    } catch (Refusal refusal) {
      if (refusal.problem().kind() == ProblemKind.SYNTAX) {
        // The engine's own forms of ALTER TABLE, and its voice.
        return statement;
      }
      throw refusal;
    }
  }

  /// Cheap, for the many that are not.
  private static boolean mayBe(String text) {
    String start = text.stripLeading();
    return start.regionMatches(true, 0, "DROP", 0, 4)
        || start.regionMatches(true, 0, "ALTER", 0, 5)
        || start.regionMatches(true, 0, "COMMENT", 0, 7);
  }

  private record ExternalNames(Image image, String schema, Predicate<Name> isLocal) {
    Optional<Statement> read(TokenReader in) {
      if (in.accept("DROP", "TABLE")) {
        Statement.Drop drop = ObjectGrammar.drop(in, Kind.TABLE);
        in.expectEnd();
        List<ObjectName> external = drop.names().stream().filter(this::isExternal).toList();
        if (!external.isEmpty() && external.size() < drop.names().size()) {
          throw Problem.of(
                  ProblemKind.NOT_SUPPORTED,
                  "one DROP TABLE cannot drop external tables and others")
              .withHint("Use one statement for each.")
              .refusal();
        }
        return external.isEmpty() ? Optional.empty() : Optional.of(drop);
      }
      if (in.accept("ALTER", "TABLE")) {
        Statement altered = ObjectGrammar.alter(in, Kind.TABLE);
        in.expectEnd();
        ObjectName name =
            switch (altered) {
              case Statement.Rename rename -> rename.name();
              case Statement.ChangeOwner change -> change.name();
              default -> throw new IllegalStateException("no other ALTER of an object");
            };
        return isExternal(name) ? Optional.of(altered) : Optional.empty();
      }
      if (in.accept("COMMENT", "ON", "TABLE")) {
        ObjectName name = ObjectGrammar.name(in, Kind.TABLE);
        in.expect("IS");
        String text = in.accept("NULL") ? null : in.text("a quoted text or NULL");
        in.expectEnd();
        return isExternal(name)
            ? Optional.of(new Statement.Comment(Kind.TABLE, name, text))
            : Optional.empty();
      }
      return Optional.empty();
    }

    private boolean isExternal(ObjectName name) {
      String in = name.schema();
      return in == null
          ? isExternal(schema, name.object())
              || (isExternal(Name.PUBLIC, name.object())
                  && !isLocal.test(new Name(schema, name.object())))
          : isExternal(in, name.object());
    }

    private boolean isExternal(String in, String object) {
      return image.find(Kind.Space.TABLE, new Name(in, object)).isPresent();
    }
  }
}
