/// PostgreSQL's frontend/backend protocol, version 3, over blocking sockets with one virtual thread
/// a client. It must never look into a statement's text: that is the session's work. Read
/// [PostgresServer], then [Startup] and [Conversation].
@org.jspecify.annotations.NullMarked
package io.fairlead.wire.postgres;
