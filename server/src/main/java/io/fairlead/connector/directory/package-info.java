/// Secrets in the files of a directory, read only, as Kubernetes mounts them. It must never read a
/// file outside of the directory, and no directory that the server's operator has not allowed. Read
/// [DirectoryType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.directory;
