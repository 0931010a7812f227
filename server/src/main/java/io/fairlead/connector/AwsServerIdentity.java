package io.fairlead.connector;

import io.fairlead.secret.SecretBytes;
import java.util.Optional;

/// The keys of the server's own AWS account, with which it assumes the roles of connections.
public record AwsServerIdentity(
    String accessKeyId, SecretBytes secretAccessKey, Optional<SecretBytes> sessionToken) {}
