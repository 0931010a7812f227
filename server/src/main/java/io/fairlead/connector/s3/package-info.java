/// Connections of type `s3`: a bucket of Amazon's or of whoever speaks its protocol. The probe lists
/// at most one object and changes nothing; it must never take keys from anywhere but the options.
/// Read [S3Type] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.s3;
