/// The kept inputs of the fuzz targets, run again with every build. The targets themselves stand
/// beside what they feed; `bench/fuzz.sh` looks for new inputs. Read [Targets] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.fuzz;
