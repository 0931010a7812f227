/// Avro: its schemas, its records, and its files, read into rows of JSON. The input is anybody's: no length
/// that it declares is believed before the bytes are there, and what one record takes has a bound. Read
/// [RowConverter] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.avro;
