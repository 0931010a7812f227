/// Connections to Oracle databases. The probe asks the listener for the service and stops there:
/// signing in is not built, since Oracle's driver opens its own sockets and follows a listener to
/// other servers, past the egress rules. It must never put a user's words into a connect descriptor
/// but those that [OracleType] has found to be plain names. Read [OracleType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.oracle;
