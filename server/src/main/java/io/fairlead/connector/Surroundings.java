package io.fairlead.connector;

import io.fairlead.model.Connection;
import io.fairlead.model.KeyPair;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.SecretBytes;

/// What an attempt needs beside the network: the objects and the secrets of the image that it is
/// made for.
public interface Surroundings {
  /// @throws io.fairlead.base.Refusal when there is none
  Connection connection(ObjectId id);

  /// The connector of a tunnel.
  ///
  /// @throws io.fairlead.base.Refusal when connections of that type are no tunnels
  TunnelType<?> tunnelType(String type);

  /// The connector of a connection that signs requests for others.
  ///
  /// @throws io.fairlead.base.Refusal when connections of that type sign none
  SignerType<?> signerType(String type);

  /// The value of a secret, read afresh.
  SecretBytes secret(OptionValue.SecretUse use);

  SecretBytes privateKey(ObjectId connection, KeyPair pair);
}
