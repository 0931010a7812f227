/// Tests of the HTTP port's own parts; the whole of it is tested with the server.
@org.jspecify.annotations.NullMarked
package io.fairlead.wire.http;
