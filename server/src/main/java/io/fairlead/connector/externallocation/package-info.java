/// Connections of type `external-location`: a URL in somebody's storage, and the identity that opens
/// it. What it knows is the grammar of such URLs; the storage's own type knows how to get there. It
/// must never speak to a service by itself. Read [ExternalLocationType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.externallocation;
