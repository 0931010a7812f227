/// Tests of the lexer, the splitter and what the dialects share.
@org.jspecify.annotations.NullMarked
package io.fairlead.sql;
