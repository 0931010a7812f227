/// Connections to MySQL, MariaDB and what speaks their protocol. The driver gets a socket that is
/// already connected and checked, TLS that is ours, and properties that are built here; it must
/// never get a URL, a file name or a class name from a user, nor read a local file for a server or
/// follow one elsewhere. Read [MysqlType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.mysql;
