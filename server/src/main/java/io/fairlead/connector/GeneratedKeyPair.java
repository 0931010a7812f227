package io.fairlead.connector;

import io.fairlead.secret.SecretBytes;

/// A key pair that was just made and is not stored yet.
///
/// @param publicKey one line in OpenSSH's form
/// @param privateKey OpenSSH's PEM, unencrypted
public record GeneratedKeyPair(String publicKey, SecretBytes privateKey) {}
