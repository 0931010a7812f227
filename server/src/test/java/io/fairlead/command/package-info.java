/// Tests of commands on images, without a server.
@org.jspecify.annotations.NullMarked
package io.fairlead.command;
