/// Secrets in the environment of the server, read only. It must never read a variable whose name does
/// not begin as those for secrets do. Read [EnvironmentType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.environment;
