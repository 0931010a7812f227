package io.fairlead.sql;

import io.fairlead.model.LinkText;
import java.util.List;

/// One action of an ALTER CONNECTION. Which order they have is the dialect's rule; the result is one
/// version.
public sealed interface ConnectionAction {
  /// Edits of options, as a set: no key is named twice (the dialect saw to it or the command
  /// refuses it).
  record EditOptions(List<OptionEdit> edits) implements ConnectionAction {
    public EditOptions {
      edits = List.copyOf(edits);
    }
  }

  /// How a SingleStore statement wrote the options that there are now.
  record WriteLink(LinkText link) implements ConnectionAction {}

  /// The second key pair becomes the first; a new second one is made.
  ///
  /// @param force also when the new first key was never accepted anywhere
  record RotateKeys(boolean force) implements ConnectionAction {}

  /// The settings of an earlier version come back, as a new version.
  record RollbackTo(int version) implements ConnectionAction {}

  /// @param text empty takes the description away
  record Describe(String text) implements ConnectionAction {}

  record RenameTo(String newName) implements ConnectionAction {}

  record OwnerTo(String newOwner) implements ConnectionAction {}
}
