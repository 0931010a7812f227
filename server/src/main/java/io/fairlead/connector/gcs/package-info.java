/// Connections of type `gcs`: a bucket of Google Cloud Storage. The probe lists at most one object
/// and changes nothing; it must never send a token without TLS. Read [GcsType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.gcs;
