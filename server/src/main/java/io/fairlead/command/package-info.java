/// One file a statement. The first half prepares (it may talk to the world, never change the
/// catalog); the second half decides, a pure function of the latest image. It must never know a
/// protocol, a dialect's grammar or a connector by name. Read [Command], then [AlterConnection].
@org.jspecify.annotations.NullMarked
package io.fairlead.command;
