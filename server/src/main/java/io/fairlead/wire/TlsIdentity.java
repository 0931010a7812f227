package io.fairlead.wire;

import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;

/// What the server shows to clients that ask for TLS.
///
/// @param certificate the one that `context` presents; channel binding hashes it
public record TlsIdentity(SSLContext context, X509Certificate certificate) {}
