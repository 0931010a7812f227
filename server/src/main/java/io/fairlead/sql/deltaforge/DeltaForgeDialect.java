package io.fairlead.sql.deltaforge;

import io.fairlead.sql.Dialect;
import io.fairlead.sql.Listing;
import io.fairlead.sql.ObjectGrammar;
import io.fairlead.sql.Reading;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;
import io.fairlead.sql.Vocabulary;
import java.util.Map;
import java.util.Optional;

/// DeltaForge's statements about connections, credentials, credential storages and external locations,
/// with what Fairlead adds in the same manner. This class knows which words begin a statement; the grammars
/// read the rest.
public final class DeltaForgeDialect implements Dialect {
  static final String NAME = "deltaforge";

  private final ConnectionGrammar connections;
  private final LocationGrammar locations;
  private final DeltaForgeText text;

  public DeltaForgeDialect(Vocabulary vocabulary) {
    Spellings spellings = new Spellings(vocabulary);
    OptionGrammar options = new OptionGrammar(spellings, vocabulary);
    this.connections = new ConnectionGrammar(spellings, options);
    this.locations = new LocationGrammar(spellings, options, connections);
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
    if (in.at("CREATE")) {
      in.next();
      boolean orReplace = in.accept("OR", "REPLACE");
      return ObjectWords.accept(in).flatMap(of -> create(in, of, orReplace));
    }
    if (in.atOneOf("GRANT", "REVOKE")) {
      return GrantGrammar.statement(in);
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

  /// What has no OR REPLACE is not taken with it.
  private Optional<Statement> create(TokenReader in, Listing of, boolean orReplace) {
    return switch (of) {
      case CONNECTION, CREDENTIAL_STORAGE ->
          Optional.of(made(connections.create(in, of, orReplace), orReplace));
      case STORAGE_CREDENTIAL, EXTERNAL_LOCATION ->
          Optional.of(made(locations.create(in, of, orReplace), orReplace));
      case CREDENTIAL -> orReplace ? Optional.empty() : Optional.of(CredentialGrammar.create(in));
      case TOKEN -> orReplace ? Optional.empty() : Optional.of(TokenGrammar.create(in));
    };
  }

  private static Statement made(Statement.CreateConnection create, boolean orReplace) {
    return orReplace ? new Statement.ReplaceConnection(create) : create;
  }

  private Statement alter(TokenReader in, Listing of) {
    return switch (of) {
      case CREDENTIAL -> CredentialGrammar.alter(in);
      case STORAGE_CREDENTIAL, EXTERNAL_LOCATION -> locations.alter(in, of);
      case CONNECTION, CREDENTIAL_STORAGE, TOKEN -> connections.alter(in, of);
    };
  }

  /// The words for types of credential storages, to the connectors' names.
  public static Map<String, String> storageTypes() {
    return Spellings.storages();
  }

  private static Statement drop(TokenReader in, Listing of) {
    return ObjectGrammar.drop(in, of.kind(), list -> ObjectWords.name(list, of), of.family());
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
