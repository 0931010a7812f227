/// Tests of what all protocols share.
@org.jspecify.annotations.NullMarked
package io.fairlead.wire;
