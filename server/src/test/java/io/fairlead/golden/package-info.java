/// Golden text files: inputs with the outcomes that they must have, in files that people review.
/// Read [GoldenFiles] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.golden;
