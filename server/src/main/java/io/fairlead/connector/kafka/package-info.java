/// Connections to Kafka. The probe speaks the protocol over its own sockets, so that every broker
/// is reached under the egress policy and through its own tunnel; it must never hand a
/// configuration key or a JAAS string to a client. Read [KafkaType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.kafka;
