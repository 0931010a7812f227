package io.fairlead.sql.materialize;

import io.fairlead.model.Kind;
import io.fairlead.sql.ObjectGrammar;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.SecretAction;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;
import io.fairlead.sql.TypedSecret;
import io.fairlead.sql.WithClause;
import java.util.List;

/// CREATE SECRET and ALTER SECRET. Each method stands behind those two words.
/// Materialize takes any constant expression of bytes as a value; see [TypedSecret].
final class SecretGrammar {
  private static final String WHAT = "the name of a secret";

  private SecretGrammar() {}

  static Statement create(TokenReader in) {
    boolean ifNotExists = in.accept("IF", "NOT", "EXISTS");
    ObjectName name = in.objectName(WHAT);
    // Whoever forgot AS has the secret here.
    in.conceal();
    in.expect("AS");
    return new Statement.CreateSecret(name, ifNotExists, TypedSecret.read(in));
  }

  static Statement alter(TokenReader in) {
    boolean ifExists = in.accept("IF", "EXISTS");
    ObjectName name = in.objectName(WHAT);
    in.conceal();
    if (in.accept("AS")) {
      List<SecretAction> actions = List.of(new SecretAction.SetValue(TypedSecret.read(in)));
      return new Statement.AlterSecret(
          name, ifExists, actions, WithClause.read(in, WithClause.SECRET).overlap());
    }
    if (in.accept("RENAME")) {
      return new Statement.Rename(Kind.SECRET, name, ifExists, ObjectGrammar.newName(in));
    }
    if (in.accept("OWNER")) {
      return new Statement.ChangeOwner(Kind.SECRET, name, ifExists, ObjectGrammar.newOwner(in));
    }
    if (in.accept("ROLLBACK")) {
      in.expect("TO", "VERSION");
      return new Statement.RollbackSecret(
          name, ifExists, in.positive("the number of a version"));
    }
    throw in.unexpected("AS, RENAME TO, OWNER TO or ROLLBACK TO VERSION");
  }
}
