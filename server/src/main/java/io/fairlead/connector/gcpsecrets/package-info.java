/// Secrets in Google Cloud's Secret Manager. It must never send anything to an address that stands
/// in a service account's key. Read [GcpSecretsType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.gcpsecrets;
