/// The files of external tables and of stages: who may use them, their lists, their content in a
/// bounded cache of this machine, and new files written whole. Beside them external functions: batches
/// of rows for a service, and its answers ([CalledFunctions]). It knows no query and no format; it
/// must never keep a credential, nor a link longer than one request. Read [ExternalPlaces] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.external;
