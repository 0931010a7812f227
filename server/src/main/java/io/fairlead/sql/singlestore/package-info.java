/// SingleStore's statements about links, and who may use them. Texts only: what a statement does is the
/// command's business. Read [SingleStoreDialect] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.sql.singlestore;
