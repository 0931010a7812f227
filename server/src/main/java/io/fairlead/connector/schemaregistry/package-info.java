/// Connections to a Confluent schema registry. The probe lists its subjects; it must never write to
/// it, and never send the password to a host that the options do not name. Read
/// [SchemaRegistryType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.schemaregistry;
