@org.jspecify.annotations.NullMarked
package io.fairlead.pipeline;
