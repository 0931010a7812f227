package io.fairlead.sql;

import io.fairlead.secret.SecretBytes;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// The value of an option as it was written, before anybody knows which kind the option wants.
public sealed interface OptionLiteral {
  /// A quoted text. It may be a secret until the option's specification says that it is not, so its
  /// printed form is stars.
  record Text(String value) implements OptionLiteral {
    @Override
    public String toString() {
      return "Text[********]";
    }
  }

  /// A secret that was typed in the place of the name of one. It becomes a secret of its own, which
  /// belongs to the connection.
  record Confidential(SecretBytes value) implements OptionLiteral {
    @Override
    public String toString() {
      return "Confidential[********]";
    }
  }

  /// A bare, perhaps dotted identifier: a text, a word of an enumeration or the name of an object,
  /// whichever the option wants.
  record Word(ObjectName name) implements OptionLiteral {
    /// Somebody may have forgotten the quotes around a secret.
    @Override
    public String toString() {
      return "Word[********]";
    }
  }

  record Digits(String digits) implements OptionLiteral {
    @Override
    public String toString() {
      return "Digits[********]";
    }
  }

  record Flag(boolean value) implements OptionLiteral {}

  /// The option was named without a value.
  record Missing() implements OptionLiteral {}

  /// `SECRET name [VERSION n]`.
  record SecretName(ObjectName name, Optional<Integer> version) implements OptionLiteral {}

  record Items(List<OptionLiteral> values) implements OptionLiteral {
    public Items {
      values = List.copyOf(values);
    }
  }

  /// A value with named parts: a broker `'host:9092' USING SSH TUNNEL t` is
  /// `{address: Text, ssh_tunnel: Word}`, a connection `pl (PORT 9093)` is
  /// `{connection: Word, port: Digits}`.
  record Group(SortedMap<String, OptionLiteral> parts) implements OptionLiteral {}
}
