/// One client: text or statements in, a sink out. It must never know a protocol. Read [Session]
/// first.
@org.jspecify.annotations.NullMarked
package io.fairlead.session;
