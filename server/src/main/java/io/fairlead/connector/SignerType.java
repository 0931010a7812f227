package io.fairlead.connector;

import java.util.Optional;

/// A type of connection whose credentials can sign the requests of other connections.
public interface SignerType<C extends Record> extends ConnectorType<C> {
  /// Gets ready to sign, which may mean to ask for temporary credentials. The steps and the deadline
  /// are the attempt's; its subject is the signer's own connection.
  ///
  /// @param region for which requests are signed, by those who sign for one; the signer's own when
  ///     it is empty
  RequestSigner signer(C config, Optional<String> region, Attempt attempt) throws StepFailed;
}
