package io.fairlead.sql.deltaforge;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.model.Kind;
import io.fairlead.sql.Listing;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.Statement;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import java.util.Optional;

/// SHOW, DESCRIBE and TEST. Each method stands behind that word, and takes nothing when the
/// statement is somebody else's.
final class ShowGrammar {
  private ShowGrammar() {}

  static Optional<Statement> show(TokenReader in) {
    Optional<Listing> plural = plural(in);
    if (plural.isPresent()) {
      Optional<String> containing =
          in.accept("LIKE") ? Optional.of(in.text("a text in quotes")) : Optional.empty();
      return Optional.of(new Statement.ListObjects(plural.get(), containing));
    }
    if (in.accept("SECRET", "USAGE")) {
      return Optional.of(new Statement.ShowSecretUsage());
    }
    if (in.accept("DEPENDANTS", "OF")) {
      Kind kind = kind(in);
      return Optional.of(new Statement.ShowDependants(kind, name(in, kind)));
    }
    if (in.accept("HISTORY", "OF")) {
      Kind kind = kind(in);
      return Optional.of(new Statement.ShowHistory(kind, name(in, kind)));
    }
    if (in.accept("CREATE", "CONNECTION")) {
      return Optional.of(created(in, false));
    }
    if (in.accept("REDACTED", "CREATE", "CONNECTION")) {
      return Optional.of(created(in, true));
    }
    return Optional.empty();
  }

  private static Optional<Listing> plural(TokenReader in) {
    if (in.accept("CONNECTIONS")) {
      return Optional.of(Listing.CONNECTION);
    }
    if (in.accept("CREDENTIALS") || in.accept("VAULTS")) {
      return Optional.of(Listing.CREDENTIAL);
    }
    if (in.accept("CREDENTIAL", "STORAGES")) {
      return Optional.of(Listing.CREDENTIAL_STORAGE);
    }
    if (in.accept("STORAGE", "CREDENTIALS")) {
      return Optional.of(Listing.STORAGE_CREDENTIAL);
    }
    if (in.accept("EXTERNAL", "LOCATIONS")) {
      return Optional.of(Listing.EXTERNAL_LOCATION);
    }
    return in.accept("TOKENS") ? Optional.of(Listing.TOKEN) : Optional.empty();
  }

  private static Statement created(TokenReader in, boolean redacted) {
    return new Statement.ShowCreateConnection(
        ObjectWords.name(in, Listing.CONNECTION), redacted);
  }

  /// A secret is a credential under its other name.
  private static Kind kind(TokenReader in) {
    if (in.accept("SECRET")) {
      return Kind.SECRET;
    }
    return ObjectWords.accept(in)
        .map(Listing::kind)
        .filter(kind -> kind != Kind.TOKEN)
        .orElseThrow(
            () ->
                in.unexpected(
                    "CONNECTION, CREDENTIAL, VAULT, CREDENTIAL STORAGE, STORAGE CREDENTIAL, EXTERNAL"
                        + " LOCATION or SECRET"));
  }

  private static ObjectName name(TokenReader in, Kind kind) {
    return ObjectWords.name(
        in, kind == Kind.SECRET ? Listing.CREDENTIAL : Listing.CONNECTION);
  }

  static Optional<Statement> describe(TokenReader in) {
    // A relation may have the name of a kind: DESCRIBE connection.
    Token.Kind behind = in.peek(1).kind();
    if (behind != Token.Kind.WORD && behind != Token.Kind.QUOTED && behind != Token.Kind.TEXT) {
      return Optional.empty();
    }
    Optional<Listing> of = ObjectWords.accept(in);
    if (of.isEmpty()) {
      return Optional.empty();
    }
    if (of.get() == Listing.TOKEN) {
      throw Problem.of(ProblemKind.NOT_SUPPORTED, "a token cannot be described")
          .withHint("SHOW TOKENS lists them.")
          .at(in.peek().position())
          .refusal();
    }
    boolean ifExists = in.accept("IF", "EXISTS");
    return Optional.of(
        new Statement.Describe(of.get(), ObjectWords.name(in, of.get()), ifExists));
  }

  static Optional<Statement> test(TokenReader in) {
    Optional<Listing> of = ObjectWords.accept(in);
    if (of.isEmpty() || of.get().kind() != Kind.CONNECTION) {
      throw in.unexpected(
          "CONNECTION, CREDENTIAL STORAGE, STORAGE CREDENTIAL or EXTERNAL LOCATION");
    }
    boolean ifExists = in.accept("IF", "EXISTS");
    return Optional.of(
        new Statement.TestConnection(ObjectWords.name(in, of.get()), ifExists, of.get()));
  }
}
