/// Tests of the files of external tables: their lists, their cache, and what becomes of them when a
/// service misbehaves.
@org.jspecify.annotations.NullMarked
package io.fairlead.external;
