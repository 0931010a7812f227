package io.fairlead.sql.materialize;

import io.fairlead.base.ProblemKind;
import io.fairlead.model.Kind;
import io.fairlead.secret.SecretBytes;
import io.fairlead.sql.ObjectGrammar;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.SecretSource;
import io.fairlead.sql.Statement;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;

/// CREATE SECRET and ALTER SECRET. Each method stands behind those two words.
///
/// A value is a text or a parameter. Materialize takes any constant expression of bytes;
/// expressions would go to the engine, which is no place for a secret.
final class SecretGrammar {
  private static final String WHAT = "the name of a secret";

  /// More parameters than the protocol can carry.
  private static final int PARAMETER_DIGITS = 5;

  private SecretGrammar() {}

  static Statement create(TokenReader in) {
    boolean ifNotExists = in.accept("IF", "NOT", "EXISTS");
    ObjectName name = in.objectName(WHAT);
    // Whoever forgot AS has the secret here.
    in.conceal();
    in.expect("AS");
    return new Statement.CreateSecret(name, ifNotExists, value(in));
  }

  static Statement alter(TokenReader in) {
    boolean ifExists = in.accept("IF", "EXISTS");
    ObjectName name = in.objectName(WHAT);
    in.conceal();
    if (in.accept("AS")) {
      return new Statement.AlterSecret(name, ifExists, value(in));
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

  private static SecretSource value(TokenReader in) {
    if (in.at("NULL")) {
      throw in.problem(ProblemKind.INVALID_OPTION, "secret value can not be null");
    }
    if (in.peek().kind() == Token.Kind.PARAMETER) {
      return new SecretSource.Parameter(parameter(in));
    }
    return new SecretSource.Literal(
        SecretBytes.of(in.text("the value of the secret as a quoted text or a parameter")));
  }

  private static int parameter(TokenReader in) {
    String digits = in.peek().text();
    int number = digits.length() > PARAMETER_DIGITS ? 0 : Integer.parseInt(digits);
    if (number < 1 || number > 0xffff) {
      throw in.problem(ProblemKind.INVALID_PARAMETER, "there is no such parameter");
    }
    in.next();
    return number;
  }
}
