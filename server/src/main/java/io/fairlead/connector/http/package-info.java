/// Connections of type `http`: files of a web server, read only. It must follow no redirect: that
/// would lead to a host which nobody has named. Read [HttpType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.http;
