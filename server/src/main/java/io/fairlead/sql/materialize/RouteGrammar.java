package io.fairlead.sql.materialize;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.sql.Letters;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.OptionLiteral;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// How a target is reached: `USING …` behind the address of a broker, and what stands in
/// parentheses behind the name of the connection to go through. The parts of the values are named
/// as options are, and `connection` where the option itself says which type it wants.
final class RouteGrammar {
  private static final List<String> PORT = List.of("port");
  private static final List<String> ZONE_AND_PORT = List.of("availability_zone", "port");

  private RouteGrammar() {}

  /// `'host:9092' [USING …]`.
  static OptionLiteral address(TokenReader in) {
    OptionLiteral.Text text = new OptionLiteral.Text(in.text("a value"));
    if (!in.accept("USING")) {
      return text;
    }
    SortedMap<String, OptionLiteral> parts = new TreeMap<>();
    parts.put("address", text);
    if (in.accept("SSH", "TUNNEL")) {
      parts.put("ssh_tunnel", new OptionLiteral.Word(in.objectName("the name of an SSH tunnel")));
    } else if (in.at("AWS")) {
      privateLink(in, parts);
    } else {
      throw in.unexpected("SSH TUNNEL or AWS PRIVATELINK");
    }
    return new OptionLiteral.Group(parts);
  }

  /// Whether `MATCHING 'pattern'` comes next.
  static boolean atRule(TokenReader in) {
    return in.at("MATCHING") && in.peek(1).kind() == Token.Kind.TEXT;
  }

  /// `MATCHING 'pattern' USING AWS PRIVATELINK …`.
  static OptionLiteral rule(TokenReader in) {
    in.expect("MATCHING");
    SortedMap<String, OptionLiteral> parts = new TreeMap<>();
    parts.put("matching", new OptionLiteral.Text(in.text("a pattern")));
    in.expect("USING");
    privateLink(in, parts);
    return new OptionLiteral.Group(parts);
  }

  private static void privateLink(TokenReader in, SortedMap<String, OptionLiteral> parts) {
    in.expect("AWS", "PRIVATELINK");
    parts.put(
        "aws_privatelink",
        new OptionLiteral.Word(in.objectName("the name of an AWS PRIVATELINK connection")));
    if (in.atSymbol("(")) {
      details(in, parts, ZONE_AND_PORT);
    }
  }

  /// The name of a connection, behind which its details may stand: `pl (PORT = 9093)`.
  static OptionLiteral connection(TokenReader in, ObjectName name) {
    OptionLiteral.Word word = new OptionLiteral.Word(name);
    if (!in.atSymbol("(")) {
      return word;
    }
    SortedMap<String, OptionLiteral> parts = new TreeMap<>();
    parts.put("connection", word);
    details(in, parts, PORT);
    return new OptionLiteral.Group(parts);
  }

  private static void details(
      TokenReader in, SortedMap<String, OptionLiteral> parts, List<String> allowed) {
    in.expectSymbol("(");
    do {
      int position = in.peek().position();
      String key = detail(in, allowed);
      in.acceptSymbol("=");
      if (parts.put(key, value(in)) != null) {
        throw Problem.of(ProblemKind.SYNTAX, spelling(key) + " specified more than once")
            .at(position)
            .refusal();
      }
    } while (in.acceptSymbol(","));
    if (!in.acceptSymbol(")")) {
      throw in.unexpected("\",\" or \")\"");
    }
  }

  private static String detail(TokenReader in, List<String> allowed) {
    for (String key : allowed) {
      if (in.accept(spelling(key).split(" "))) {
        return key;
      }
    }
    throw in.unexpected(String.join(" or ", allowed.stream().map(RouteGrammar::spelling).toList()));
  }

  private static OptionLiteral value(TokenReader in) {
    return switch (in.peek().kind()) {
      case TEXT -> new OptionLiteral.Text(in.text("a value"));
      case NUMBER -> new OptionLiteral.Digits(in.next().text());
      default -> new OptionLiteral.Word(in.objectName("a value"));
    };
  }

  static String spelling(String key) {
    return Letters.upper(key).replace('_', ' ');
  }
}
