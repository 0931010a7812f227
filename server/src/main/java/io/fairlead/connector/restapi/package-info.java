/// Connections to APIs over HTTP. The probe makes the one call that the options describe; the key must
/// never go anywhere but to the host that they name, only over TLS, and never into a message. Read
/// [RestApiType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.restapi;
