package io.fairlead.sql.deltaforge;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.secret.SecretBytes;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.OptionLiteral;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import io.fairlead.sql.Vocabulary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// `key = 'value'`. DeltaForge writes every value as a text in quotes. Ours beside it: bare numbers
/// and flags, `SECRET name`, lists `(…)` and values with named parts `{part = …}`.
final class OptionGrammar {
  private final Spellings spellings;
  private final Vocabulary vocabulary;

  OptionGrammar(Spellings spellings, Vocabulary vocabulary) {
    this.spellings = spellings;
    this.vocabulary = vocabulary;
  }

  /// `(key = value, …)`, perhaps empty; no key twice.
  List<OptionEdit.Set> options(TokenReader in) {
    in.expectSymbol("(");
    List<OptionEdit.Set> options = new ArrayList<>();
    if (in.acceptSymbol(")")) {
      return options;
    }
    Set<String> seen = new HashSet<>();
    do {
      OptionEdit.Set option = option(in);
      if (!seen.add(option.key())) {
        throw Problem.of(
                ProblemKind.SYNTAX,
                spellings.ofOption(option.key()) + " specified more than once")
            .at(option.position())
            .refusal();
      }
      options.add(option);
    } while (in.acceptSymbol(","));
    close(in, ")");
    return options;
  }

  OptionEdit.Set option(TokenReader in) {
    int position = in.peek().position();
    String key = spellings.option(in);
    in.expectSymbol("=");
    return new OptionEdit.Set(key, value(in, key), position);
  }

  OptionEdit.Reset name(TokenReader in) {
    int position = in.peek().position();
    return new OptionEdit.Reset(spellings.option(in), position);
  }

  private OptionLiteral value(TokenReader in, String key) {
    if (vocabulary.isConnection(key) && !in.atSymbol("{")) {
      return new OptionLiteral.Word(in.objectNameOrText("the name of a connection"));
    }
    if (in.at("SECRET") && in.peek(1).isName()) {
      return secretName(in);
    }
    if (vocabulary.isSecret(key)) {
      return new OptionLiteral.Confidential(
          SecretBytes.of(in.text("a text in quotes or SECRET and its name")));
    }
    return literal(in, 1).orElseThrow(() -> in.unexpected("a value in quotes"));
  }

  private static OptionLiteral secretName(TokenReader in) {
    in.expect("SECRET");
    ObjectName name = in.objectName("the name of a secret");
    return new OptionLiteral.SecretName(
        name,
        in.accept("VERSION")
            ? Optional.of(in.positive("the number of a version"))
            : Optional.empty());
  }

  private static Optional<OptionLiteral> literal(TokenReader in, int depth) {
    boolean minus = in.atSymbol("-");
    if ((minus || in.atSymbol("+")) && in.peek(1).kind() == Token.Kind.NUMBER) {
      in.next();
      return Optional.of(new OptionLiteral.Digits((minus ? "-" : "") + in.next().text()));
    }
    if (in.at("TRUE") || in.at("FALSE")) {
      return Optional.of(new OptionLiteral.Flag(in.flag()));
    }
    return switch (in.peek().kind()) {
      case TEXT -> Optional.of(new OptionLiteral.Text(in.next().text()));
      case NUMBER -> Optional.of(new OptionLiteral.Digits(in.next().text()));
      case SYMBOL -> {
        if (in.atSymbol("(")) {
          yield Optional.of(list(in, depth));
        }
        yield in.atSymbol("{") ? Optional.of(group(in, depth)) : Optional.empty();
      }
      case WORD, QUOTED, PARAMETER, END -> Optional.empty();
    };
  }

  private static OptionLiteral list(TokenReader in, int depth) {
    in.checkNesting(depth);
    in.expectSymbol("(");
    List<OptionLiteral> values = new ArrayList<>();
    if (in.acceptSymbol(")")) {
      return new OptionLiteral.Items(values);
    }
    do {
      values.add(inner(in, depth + 1));
    } while (in.acceptSymbol(","));
    close(in, ")");
    return new OptionLiteral.Items(values);
  }

  private static OptionLiteral group(TokenReader in, int depth) {
    in.checkNesting(depth);
    in.expectSymbol("{");
    SortedMap<String, OptionLiteral> parts = new TreeMap<>();
    do {
      int position = in.peek().position();
      String part = in.optionName();
      in.expectSymbol("=");
      if (parts.put(part, inner(in, depth + 1)) != null) {
        throw Problem.of(ProblemKind.SYNTAX, "a part specified more than once")
            .at(position)
            .refusal();
      }
    } while (in.acceptSymbol(","));
    close(in, "}");
    return new OptionLiteral.Group(parts);
  }

  /// Inside a list or a group a bare name is the name of an object.
  private static OptionLiteral inner(TokenReader in, int depth) {
    if (in.at("SECRET") && in.peek(1).isName()) {
      return secretName(in);
    }
    return literal(in, depth)
        .orElseGet(() -> new OptionLiteral.Word(in.objectName("a value in quotes")));
  }

  private static void close(TokenReader in, String closing) {
    if (!in.acceptSymbol(closing)) {
      throw in.unexpected("\",\" or \"" + closing + "\"");
    }
  }
}
