/// The MySQL protocol: packets, sign-in with `caching_sha2_password`, queries and prepared statements.
/// It must never know what a statement means. Read [MysqlServer], then [Conversation].
@org.jspecify.annotations.NullMarked
package io.fairlead.wire.mysql;
