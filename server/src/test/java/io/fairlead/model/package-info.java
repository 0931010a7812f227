/// Tests of the nouns.
@org.jspecify.annotations.NullMarked
package io.fairlead.model;
