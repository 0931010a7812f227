/// Tests of the MySQL protocol.
@org.jspecify.annotations.NullMarked
package io.fairlead.wire.mysql;
