package io.fairlead.connector;

/// A type of connection whose credentials can sign the requests of other connections.
public interface SignerType<C extends Record> extends ConnectorType<C> {
  /// Gets ready to sign, which may mean to ask for temporary credentials. The steps and the deadline
  /// are the attempt's; its subject is the signer's own connection.
  RequestSigner signer(C config, Attempt attempt) throws StepFailed;
}
