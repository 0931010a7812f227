/// Real clients and real peers against the whole server over its real port: what people and programs
/// see from outside. Nothing here may look inside of the server. Read [PsqlTest] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.clients;
