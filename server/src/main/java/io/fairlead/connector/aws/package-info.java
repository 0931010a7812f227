/// Connections of type `aws`: an identity, made of keys or of a role, with which other connections
/// sign their requests. It must never take an identity from anywhere but the options and the
/// constructor: no profile file, no metadata service, no environment. Read [AwsType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.aws;
