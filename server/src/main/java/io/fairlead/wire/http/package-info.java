/// The HTTP port. For now it only tells whether the server lives and is ready; it must never serve
/// anything that needs a sign-in. Read [HealthServer] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.wire.http;
