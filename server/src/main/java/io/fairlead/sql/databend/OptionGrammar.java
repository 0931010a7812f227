package io.fairlead.sql.databend;

import io.fairlead.base.Nearest;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.secret.SecretBytes;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.OptionLiteral;
import io.fairlead.sql.StorageClause;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import io.fairlead.sql.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `KEY = 'value'`. Databend writes every value as a text in quotes; ours beside it: bare numbers and
/// flags, and `SECRET name [VERSION n]`. A key that stands twice counts with its last value, as there.
final class OptionGrammar {
  private static final String CONNECTION_NAME = "connection_name";

  private final Spellings spellings;
  private final Vocabulary vocabulary;

  OptionGrammar(Spellings spellings, Vocabulary vocabulary) {
    this.spellings = spellings;
    this.vocabulary = vocabulary;
  }

  /// Options with nothing or a comma between them, up to a word that begins none.
  ///
  /// @param closing the symbol behind the last one; empty for the end of the statement or WITH
  List<OptionEdit.Set> options(TokenReader in, Optional<String> closing) {
    Map<String, OptionEdit.Set> options = new LinkedHashMap<>();
    while (!ends(in, closing)) {
      OptionEdit.Set option = option(in);
      options.remove(option.key());
      options.put(option.key(), option);
      in.acceptSymbol(",");
    }
    return new ArrayList<>(options.values());
  }

  private static boolean ends(TokenReader in, Optional<String> closing) {
    return closing.isPresent()
        ? in.atSymbol(closing.get()) || in.atEnd()
        : in.atEnd() || in.at("WITH");
  }

  private OptionEdit.Set option(TokenReader in) {
    int position = in.peek().position();
    in.conceal();
    String key = spellings.option(in);
    in.expectSymbol("=");
    return new OptionEdit.Set(key, value(in, key), position);
  }

  private OptionLiteral value(TokenReader in, String key) {
    if (vocabulary.isConnection(key)) {
      return new OptionLiteral.Word(in.objectNameOrText("the name of a connection"));
    }
    if (in.at("SECRET") && in.peek(1).isName()) {
      in.next();
      ObjectName name = in.objectName("the name of a secret");
      return new OptionLiteral.SecretName(
          name,
          in.accept("VERSION")
              ? Optional.of(in.positive("the number of a version"))
              : Optional.empty());
    }
    if (vocabulary.isSecret(key)) {
      return new OptionLiteral.Confidential(SecretBytes.of(in.text("a value in quotes")));
    }
    if (in.at("TRUE") || in.at("FALSE")) {
      return new OptionLiteral.Flag(in.flag());
    }
    if (in.peek().kind() == Token.Kind.NUMBER) {
      return new OptionLiteral.Digits(in.next().text());
    }
    return new OptionLiteral.Text(in.text("a value in quotes"));
  }

  /// `CONNECTION = (…)` when it comes next; none at all is a place that is open to everybody.
  StorageClause connection(TokenReader in) {
    if (!in.accept("CONNECTION")) {
      return new StorageClause.Inline(List.of());
    }
    in.expectSymbol("=");
    return clause(in);
  }

  /// The parentheses of a clause: either a name or options.
  StorageClause clause(TokenReader in) {
    in.expectSymbol("(");
    Token first = in.peek();
    List<OptionEdit.Set> options = options(in, Optional.of(")"));
    if (!in.acceptSymbol(")")) {
      throw in.unexpected("\")\"");
    }
    for (OptionEdit.Set option : options) {
      if (option.key().equals(CONNECTION_NAME)) {
        if (options.size() > 1) {
          throw Problem.of(
                  ProblemKind.INVALID_OPTION,
                  "connection_name can not be used with other connection options")
              .at(first.position())
              .refusal();
        }
        return new StorageClause.Named(named(option));
      }
      if (Nearest.to(option.key(), List.of(CONNECTION_NAME)).isPresent()) {
        throw Problem.of(ProblemKind.INVALID_OPTION, "unknown option of CONNECTION")
            .withHint("Did you mean CONNECTION_NAME?")
            .at(option.position())
            .refusal();
      }
    }
    return new StorageClause.Inline(options);
  }

  private static ObjectName named(OptionEdit.Set option) {
    String text = option.value() instanceof OptionLiteral.Text(String value) ? value : "";
    TokenReader name = new TokenReader(text);
    ObjectName read = name.objectName("the name of a connection in connection_name");
    name.expectEnd();
    return new ObjectName(read.database(), read.schema(), read.object(), option.position());
  }
}
