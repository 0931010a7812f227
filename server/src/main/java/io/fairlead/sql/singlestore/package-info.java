/// SingleStore's dialect, and how its clients, which are MySQL's, write: their tokens, SET, and the
/// statements about the session and its server. Read [SinglestoreDialect] first, then [Respelling].
@org.jspecify.annotations.NullMarked
package io.fairlead.sql.singlestore;
