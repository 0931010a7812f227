package io.fairlead.sql.deltaforge;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.model.Kind;
import io.fairlead.sql.Dialect;
import io.fairlead.sql.Listing;
import io.fairlead.sql.ObjectGrammar;
import io.fairlead.sql.Reading;
import io.fairlead.sql.Statement;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import io.fairlead.sql.Vocabulary;
import java.util.Optional;

/// DeltaForge's statements about connections, credentials and credential storages, with what
/// Fairlead adds in the same manner. This class knows which words begin a statement; the grammars
/// read the rest.
public final class DeltaForgeDialect implements Dialect {
  static final String NAME = "deltaforge";

  /// Longer lists of privileges are not looked through for what they are granted on.
  private static final int GRANT_TOKENS = 100;

  private final ConnectionGrammar connections;
  private final DeltaForgeText text;

  public DeltaForgeDialect(Vocabulary vocabulary) {
    Spellings spellings = new Spellings(vocabulary);
    this.connections = new ConnectionGrammar(spellings, new OptionGrammar(spellings, vocabulary));
    this.text = new DeltaForgeText(new ConnectionText(spellings, vocabulary));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Reading read(String statement) {
    return TokenReader.read(statement, this::statement);
  }

  private Optional<Statement> statement(TokenReader in) {
    refuseOtherFamily(in);
    if (in.at("CREATE")) {
      return mine(in).map(of -> create(in, of));
    }
    if (in.at("ALTER") && !in.at("ALTER", "TOKEN")) {
      return mine(in).map(of -> alter(in, of));
    }
    if (in.at("DROP")) {
      return mine(in).map(of -> drop(in, of));
    }
    if (in.accept("SHOW")) {
      return ShowGrammar.show(in);
    }
    if (in.accept("DESCRIBE")) {
      return ShowGrammar.describe(in);
    }
    return in.accept("TEST") ? ShowGrammar.test(in) : Optional.empty();
  }

  /// The kind of object that stands behind the verb, which is taken too.
  private static Optional<Listing> mine(TokenReader in) {
    in.next();
    return ObjectWords.accept(in);
  }

  private Statement create(TokenReader in, Listing of) {
    return switch (of) {
      case CONNECTION -> connections.create(in, false);
      case CREDENTIAL_STORAGE -> connections.create(in, true);
      case CREDENTIAL -> CredentialGrammar.create(in);
      case TOKEN -> TokenGrammar.create(in);
    };
  }

  private Statement alter(TokenReader in, Listing of) {
    return of == Listing.CREDENTIAL
        ? CredentialGrammar.alter(in)
        : connections.alter(in, of == Listing.CREDENTIAL_STORAGE);
  }

  private static Statement drop(TokenReader in, Listing of) {
    return ObjectGrammar.drop(
        in,
        ObjectWords.kind(of),
        list -> ObjectWords.name(list, of),
        of == Listing.CREDENTIAL_STORAGE);
  }

  /// DeltaForge's second family, whose credentials serve external locations and not connections.
  private static void refuseOtherFamily(TokenReader in) {
    int ahead = 1;
    if (in.at("CREATE", "OR", "REPLACE")) {
      ahead = 3;
    } else if (in.atOneOf("GRANT", "REVOKE")) {
      while (ahead < GRANT_TOKENS && !in.peek(ahead - 1).is("ON") && isMore(in, ahead)) {
        ahead++;
      }
    } else if (!in.atOneOf("CREATE", "ALTER", "DROP", "DESCRIBE", "SHOW")) {
      return;
    }
    if (isPair(in, ahead, "STORAGE", "CREDENTIAL")) {
      throw refused(in, ahead, "STORAGE CREDENTIAL");
    }
    if (isPair(in, ahead, "EXTERNAL", "LOCATION")) {
      throw refused(in, ahead, "EXTERNAL LOCATION");
    }
  }

  private static boolean isMore(TokenReader in, int ahead) {
    return in.peek(ahead).kind() != Token.Kind.END;
  }

  private static boolean isPair(TokenReader in, int ahead, String first, String second) {
    return in.peek(ahead).is(first)
        && (in.peek(ahead + 1).is(second) || in.peek(ahead + 1).is(second + "S"));
  }

  private static Refusal refused(TokenReader in, int ahead, String what) {
    for (int i = 0; i < ahead; i++) {
      in.next();
    }
    return Problem.of(ProblemKind.NOT_SUPPORTED, what + " is not supported")
        .withHint(
            "Make a connection to the bucket: CREATE CONNECTION name TYPE = s3 OPTIONS (…).")
        .at(in.peek().position())
        .refusal();
  }

  @Override
  public String format(Statement statement) {
    return text.of(statement);
  }

  @Override
  public String show(Statement.CreateConnection made, boolean redacted) {
    return text.laidOut(made, redacted);
  }
}
