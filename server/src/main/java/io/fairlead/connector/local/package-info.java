/// Connections of type `local`: a folder of this machine. It must never touch a file outside of the
/// folders that the operator allows. Read [LocalType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.local;
