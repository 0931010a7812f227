/// Micro-benchmarks of what has a goal in docs/performance.md, in the server's package since they
/// build it from its parts. Run by `bench/micro.sh`.
@org.jspecify.annotations.NullMarked
package io.fairlead.server;
