/// What all client protocols share: accepting sockets within bounds, deadlines, TLS, stopping. It
/// must never know what a statement means or how one protocol frames its messages. Read
/// [Acceptor] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.wire;
