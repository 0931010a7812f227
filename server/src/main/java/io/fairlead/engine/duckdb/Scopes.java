package io.fairlead.engine.duckdb;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.catalog.Access;
import io.fairlead.catalog.Image;
import io.fairlead.engine.Outside;
import io.fairlead.engine.View;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The scopes of the statements that run now, for scalar functions: these run on DuckDB's own
/// threads and are told a scope by its number only.
final class Scopes {
  private final ConcurrentMap<Long, Scope> running = new ConcurrentHashMap<>();
  private final AtomicLong last = new AtomicLong();
  private final FunctionCalls.Sites sites = new FunctionCalls.Sites();
  private final Outside outside;
  private final ExternalViews views;
  private final LongSupplier nanoTime;

  Scopes(Outside outside, ExternalViews views, LongSupplier nanoTime) {
    this.outside = outside;
    this.views = views;
    this.nanoTime = nanoTime;
  }

  /// What the role that asks may see.
  static Access access(View view) {
    Image image = view.image();
    return image
        .role(view.role())
        .map(role -> Access.of(image, role))
        .orElseGet(() -> Access.ofPublic(image));
  }

  /// @param access of the view's role
  /// @param mayWait whether its table functions may wait for the network
  Scope open(
      View view, Access access, int process, Scope.@Nullable Wanted wanted, boolean mayWait) {
    Deadline deadline = Deadline.after(Limits.REMOTE_QUERY, nanoTime);
    RemoteScans remote = new RemoteScans(outside.queries(), view, deadline, mayWait);
    Deadline files = Deadline.after(Limits.ENGINE_CALL, nanoTime);
    Scope scope =
        new Scope(
            last.incrementAndGet(),
            view,
            process,
            wanted,
            access,
            views.schemas(),
            new ConcurrentHashMap<>(),
            new AtomicReference<>(),
            remote,
            new ExternalScans(views, view, remote, files),
            new FunctionCalls(outside.functions(), view, remote, deadline, sites),
            outside.secrets());
    running.put(scope.number(), scope);
    return scope;
  }

  void close(Scope scope) {
    running.remove(scope.number());
    scope.remote().close();
    scope.external().close();
    scope.functions().close();
  }

  Scope get(long number) {
    Scope scope = running.get(number);
    if (scope == null) {
      throw new IllegalStateException("the statement has ended");
    }
    return scope;
  }

  /// The calls of functions in the statements that run now.
  FunctionCalls.Sites sites() {
    return sites;
  }

  /// The scopes of all statements that run now.
  List<Scope> all() {
    return List.copyOf(running.values());
  }

  int size() {
    return running.size();
  }
}
