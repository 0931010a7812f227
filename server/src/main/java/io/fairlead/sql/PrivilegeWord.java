package io.fairlead.sql;

import io.fairlead.model.Privilege;
import java.util.Locale;
import java.util.Optional;

/// The words that GRANT and its like know, in the order in which messages list them. Only those of
/// [Privilege] can be granted here; the others are understood, so that they can be refused by name.
public enum PrivilegeWord {
  SELECT,
  INSERT,
  UPDATE,
  DELETE,
  USAGE,
  CREATE,
  CREATEROLE,
  CREATEDB,
  CREATECLUSTER,
  CREATENETWORKPOLICY,
  TRUNCATE,
  REFERENCES,
  TRIGGER,
  MAINTAIN,
  EXECUTE,
  CONNECT,
  TEMPORARY;

  public static Optional<PrivilegeWord> of(String word) {
    try {
      return Optional.of(valueOf(word.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }

  /// Empty for what cannot be granted on anything here.
  public Optional<Privilege> privilege() {
    return switch (this) {
      case USAGE -> Optional.of(Privilege.USAGE);
      case CREATE -> Optional.of(Privilege.CREATE);
      case SELECT -> Optional.of(Privilege.SELECT);
      case INSERT -> Optional.of(Privilege.INSERT);
      case EXECUTE -> Optional.of(Privilege.EXECUTE);
      default -> Optional.empty();
    };
  }
}
