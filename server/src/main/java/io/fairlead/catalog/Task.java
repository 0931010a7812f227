package io.fairlead.catalog;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Something that waits for the catalog's writer, with the future of its outcome.
abstract sealed class Task<R> {
  final CompletableFuture<R> outcome = new CompletableFuture<>();

  static final class Decide<R> extends Task<R> {
    final Proposal<R> proposal;

    Decide(Proposal<R> proposal) {
      this.proposal = proposal;
    }
  }

  static final class Keep extends Task<Boolean> {
    final Material material;

    Keep(Material material) {
      this.material = material;
    }
  }

  static final class Forget extends Task<Boolean> {
    final List<String> keys;

    Forget(List<String> keys) {
      this.keys = keys;
    }
  }
}
