/// Tests of the whole server: over its real ports, and as a process that is killed.
@org.jspecify.annotations.NullMarked
package io.fairlead.server;
