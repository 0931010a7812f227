/// Connections of type `aws-privatelink`: declared, checked, shown and named by others. It must
/// never pretend that an endpoint exists: making one is the work of a cloud account that this server
/// does not have. Read [PrivateLinkType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.privatelink;
