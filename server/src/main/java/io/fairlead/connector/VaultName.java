package io.fairlead.connector;

import java.util.regex.Pattern;

/// The name of a secret in a vault. It becomes part of a path, so that each vault says what it takes.
public final class VaultName {
  private VaultName() {}

  /// @return `name`
  /// @throws StepFailed when it is none; it is not quoted then
  public static String fitting(String name, Pattern grammar, String what) throws StepFailed {
    if (!grammar.matcher(name).matches()) {
      throw new StepFailed("this is not the name of a secret here", "Names are of " + what + ".");
    }
    return name;
  }
}
