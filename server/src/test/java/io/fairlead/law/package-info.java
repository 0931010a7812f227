/// The law of the house: which package may see which, what is banned and where, how long things may
/// get. The law itself is text, in `src/test/resources/law`. Each rule has a planted violation, so
/// that a rule that went blind fails too. Read [PackageLaw] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.law;
