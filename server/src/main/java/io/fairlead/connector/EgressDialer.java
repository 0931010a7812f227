package io.fairlead.connector;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Dials under an [EgressPolicy]. A name is looked up once, and one refused address among its
/// records refuses the name: somebody who can add a record shall not choose which one is taken.
public final class EgressDialer implements Dialer {
  /// The name service.
  @FunctionalInterface
  public interface Lookup {
    InetAddress[] addresses(String name) throws UnknownHostException;
  }

  private final EgressPolicy policy;
  private final Lookup lookup;
  private final Semaphore lookups = new Semaphore(Limits.LOOKUPS_AT_ONCE);

  public EgressDialer(EgressPolicy policy) {
    this(policy, InetAddress::getAllByName);
  }

  public EgressDialer(EgressPolicy policy, Lookup lookup) {
    this.policy = policy;
    this.lookup = lookup;
  }

  @Override
  public List<InetAddress> resolve(String host, Deadline deadline) throws StepFailed {
    Optional<InetAddress> literal = literal(host);
    List<InetAddress> found =
        literal.isPresent() ? List.of(literal.get()) : List.of(lookUp(host, deadline));
    for (InetAddress address : found) {
      object(policy, address);
    }
    return found;
  }

  @Override
  public Socket connect(InetAddress address, int port, Deadline deadline) throws StepFailed {
    object(policy, address);
    Socket socket = new Socket(Proxy.NO_PROXY);
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(address, port), deadline.leftMillis());
      return socket;
    } catch (IOException failure) {
      Quietly.close(socket);
      throw Causes.of(failure, deadline);
    }
  }

  @Override
  public void checkBeyondTunnel(String host) throws StepFailed {
    Optional<InetAddress> literal = literal(host);
    if (literal.isPresent()) {
      object(EgressPolicy.BEYOND_TUNNEL, literal.get());
    }
  }

  private static Optional<InetAddress> literal(String host) throws StepFailed {
    if (HostGrammar.read(host).isEmpty()) {
      throw new StepFailed(
          "this is not the name or address of a host",
          "Use a DNS name of letters, digits and hyphens, or a plain IPv4 or IPv6 address.");
    }
    return HostGrammar.literal(host);
  }

  private static void object(EgressPolicy policy, InetAddress address) throws StepFailed {
    Optional<String> objection = policy.objection(address);
    if (objection.isPresent()) {
      boolean couldBeOpened = EgressPolicy.BEYOND_TUNNEL.objection(address).isEmpty();
      throw new StepFailed(
          "address " + address.getHostAddress() + " " + objection.get(),
          couldBeOpened ? "The server's option --egress decides where connections may go." : null);
    }
  }

  /// The system's lookup cannot be interrupted and holds its thread, so it gets a platform thread
  /// of its own (a virtual one would hold its carrier), which may outlive the caller's wait.
  private InetAddress[] lookUp(String name, Deadline deadline) throws StepFailed {
    if (!lookups.tryAcquire()) {
      throw new StepFailed("too many names are being looked up", "Try again in a moment.")
          .withoutAnswer();
    }
    FutureTask<InetAddress[]> task =
        new FutureTask<>(
            () -> {
              try {
                return lookup.addresses(name);
              } finally {
                lookups.release();
              }
            });
    Thread.ofPlatform().daemon().name("lookup").start(task);
    try {
      return task.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw new StepFailed("the name service gave no answer in time").withoutAnswer();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new StepFailed("the attempt was interrupted");
    } catch (ExecutionException failure) {
      throw new StepFailed("the host name is unknown", "Check the spelling of the host.")
          .withoutAnswer();
    }
  }
}
