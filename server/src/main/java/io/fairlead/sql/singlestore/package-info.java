/// SingleStore's dialect, and how its clients, which are MySQL's, write: their tokens, SET, and the
/// statements about links, the session and its server. Read [SingleStoreDialect] first, then [Respelling].
@org.jspecify.annotations.NullMarked
package io.fairlead.sql.singlestore;
