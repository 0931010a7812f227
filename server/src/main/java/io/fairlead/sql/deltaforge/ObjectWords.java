package io.fairlead.sql.deltaforge;

import io.fairlead.sql.Letters;
import io.fairlead.sql.Listing;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.PrintedName;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import java.util.Optional;

/// The words that name a kind of object.
///
/// A credential may have the name `storage`, so `CREDENTIAL STORAGE` is a kind only where a name
/// follows. Where something else follows that could be a name, such a credential needs quotes.
final class ObjectWords {
  private static final String STORAGE = "storage";

  private ObjectWords() {}

  /// Takes the words of the kind that comes next; empty when there is none.
  static Optional<Listing> accept(TokenReader in) {
    if (in.accept("CONNECTION")) {
      return Optional.of(Listing.CONNECTION);
    }
    if (atStorage(in)) {
      in.expect("CREDENTIAL", "STORAGE");
      return Optional.of(Listing.CREDENTIAL_STORAGE);
    }
    if (in.accept("STORAGE", "CREDENTIAL")) {
      return Optional.of(Listing.STORAGE_CREDENTIAL);
    }
    if (in.accept("EXTERNAL", "LOCATION")) {
      return Optional.of(Listing.EXTERNAL_LOCATION);
    }
    if (in.accept("CREDENTIAL") || in.accept("VAULT")) {
      return Optional.of(Listing.CREDENTIAL);
    }
    return in.accept("TOKEN") ? Optional.of(Listing.TOKEN) : Optional.empty();
  }

  private static boolean atStorage(TokenReader in) {
    if (!in.at("CREDENTIAL", "STORAGE")) {
      return false;
    }
    Token after = in.peek(2);
    boolean clause = after.is("TYPE") && in.peek(3).isSymbol("=");
    return !clause && (after.isName() || after.kind() == Token.Kind.TEXT);
  }

  /// The name of one, behind its words.
  static ObjectName name(TokenReader in, Listing of) {
    String what =
        (of == Listing.EXTERNAL_LOCATION ? "the name of an " : "the name of a ") + of.word();
    if (of != Listing.TOKEN) {
      return in.objectNameOrText(what);
    }
    int position = in.peek().position();
    return new ObjectName(null, null, in.identifierOrText(what), position);
  }

  /// `CREDENTIAL STORAGE`.
  static String of(Listing of) {
    return Letters.upper(of.word());
  }

  /// A name that stands behind the words of its kind.
  static String name(ObjectName name) {
    boolean looksLikeWord = name.schema() == null && name.object().equals(STORAGE);
    return looksLikeWord ? '"' + STORAGE + '"' : PrintedName.of(name);
  }
}
