/// `fairlead sql`: a small SQL shell over the PostgreSQL protocol, for people without psql. It is a
/// client and knows nothing of the server; it must never print or keep a secret that was typed.
/// Read [Shell] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.shell;
