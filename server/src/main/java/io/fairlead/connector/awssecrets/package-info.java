/// Secrets in AWS Secrets Manager. It must never take an identity from anywhere but the options: no
/// profile file, no metadata service, no environment. Read [AwsSecretsType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.awssecrets;
