package io.fairlead.connector;

import java.io.IOException;

/// Signs requests with the credentials of a connection.
@FunctionalInterface
public interface RequestSigner {
  /// Proves nothing: for what is open to everybody.
  RequestSigner NOBODY = (_, _, request) -> request;

  /// The request with the headers that prove who sends it. Called inside a running step.
  ///
  /// @param service the name by which the receiver signs, such as `s3tables`
  /// @param address where the request will go
  HttpRequest sign(String service, HttpAddress address, HttpRequest request)
      throws StepFailed, IOException;
}
