/// Tests of what sessions of all protocols share.
@org.jspecify.annotations.NullMarked
package io.fairlead.session;
