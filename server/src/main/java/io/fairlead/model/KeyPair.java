package io.fairlead.model;

/// A key pair that the server made for a connection. The public half is for everybody; the private
/// half is material.
///
/// @param publicKey one line in OpenSSH's form, `ssh-ed25519 AAAA… fairlead`
public record KeyPair(String publicKey, MaterialRef privateKey) {}
