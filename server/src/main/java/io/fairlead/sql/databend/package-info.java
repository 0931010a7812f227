/// Databend's statements about connections, external tables, stages and the files in them. Like every
/// dialect it knows words alone: no catalog, no types of connections but those of the vocabulary.
/// Read [DatabendDialect] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.sql.databend;
