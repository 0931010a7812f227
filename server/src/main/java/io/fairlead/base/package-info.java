/// Small parts without domain words: problems, limits, deadlines.
/// It must never name a connection, a secret or a protocol. Read [Problem] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.base;
