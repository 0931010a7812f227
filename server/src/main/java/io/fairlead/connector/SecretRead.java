package io.fairlead.connector;

import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import java.util.List;
import java.util.Optional;

/// An attempt has read a secret.
///
/// @param connection the one whose options use it: the subject, or a tunnel on its way
public record SecretRead(ObjectId connection, OptionValue.SecretUse use) {
  /// The same with the version that each use means.
  ///
  /// @param around where they were read
  public static List<SecretRead> pinned(List<SecretRead> reads, ObjectSurroundings around) {
    return reads.stream().map(read -> read.at(around.version(read.use()).number())).toList();
  }

  private SecretRead at(int version) {
    return new SecretRead(
        connection, new OptionValue.SecretUse(use.secret(), Optional.of(version)));
  }
}
