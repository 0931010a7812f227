package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Image;
import io.fairlead.model.Connection;
import io.fairlead.model.KeyPair;
import java.util.List;

/// That the key which a rotation makes the first is accepted already, tried alone. Without it a
/// rotation could leave a connection with two keys that nobody knows.
record KeyProof(KeyPair pair, Probed probed) {
  private static final String OTHERWISE =
      "Nothing was changed. Put PUBLIC KEY 2 into the account's authorized_keys first, or rotate"
          + " WITH (FORCE) and do it afterwards.";

  /// @throws io.fairlead.base.Refusal when the key is not accepted, or nobody can be asked
  static KeyProof of(Prober prober, Image image, Connection candidate) {
    KeyPair next = candidate.keys().getLast();
    Connection alone = candidate.withKeys(List.of(next));
    return new KeyProof(next, Probed.of(image, alone, prober.mustPass(image, alone, OTHERWISE)));
  }

  /// The candidate of a later image, with what was learned on the way.
  ///
  /// @throws io.fairlead.base.Refusal of kind `CONFLICT` when something else was proved
  Connection holds(Image image, Connection candidate) {
    if (!candidate.keys().getLast().equals(pair)) {
      throw Problem.of(
              ProblemKind.CONFLICT,
              "the keys of connection \""
                  + candidate.name().object()
                  + "\" were rotated by somebody else meanwhile")
          .withHint("Try again.")
          .refusal();
    }
    return probed.proved(image, candidate);
  }
}
