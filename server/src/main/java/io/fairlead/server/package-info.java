/// The only place that knows every class: start-up, configuration, the table of contents. It builds
/// every object by constructor in the order of their needs and closes them in reverse. Read [Main],
/// then [Extensions].
@org.jspecify.annotations.NullMarked
package io.fairlead.server;
