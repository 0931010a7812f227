@org.jspecify.annotations.NullMarked
package io.fairlead.avro;
