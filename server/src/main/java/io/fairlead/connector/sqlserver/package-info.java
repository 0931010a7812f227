/// Connections to Microsoft SQL Server. The driver gets a socket that is already connected and
/// checked, a judge of certificates that is ours, and properties that are built here; it must never
/// get a URL, a file name or a class name from a user, nor follow a server to another one. Read
/// [SqlServerType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.sqlserver;
