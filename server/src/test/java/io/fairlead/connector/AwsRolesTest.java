package io.fairlead.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.model.Connection;
import io.fairlead.model.Touch;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AwsRolesTest {
  private static final String ROLE = "arn:aws:iam::999999999999:role/reader";
  private static final String USER = "arn:aws:iam::123456789012:user/app";
  private static final AwsRole READER = new AwsRole(ROLE, AwsRole.SESSION, Optional.empty());
  private static final AwsCredentials KEYS =
      new AwsCredentials("AKIAAPP", "app-secret", Optional.empty());

  private final Authority authority = new Authority("Test CA");
  private final SigningSts sts = new SigningSts();
  private final HttpPeer peer = HttpPeer.startTls(authority.issue("127.0.0.1"), sts);
  private final Workbench workbench = new Workbench();
  private volatile Duration later = Duration.ZERO;
  private final AwsRoles roles =
      new AwsRoles(
          Reveal.create(),
          () -> Instant.now().plus(later),
          "env-1",
          Optional.empty(),
          VaultKind.tls(authority));
  private final AwsSts.Place place =
      new AwsSts.Place(
          HttpAddress.read("https://127.0.0.1:" + peer.port(), _ -> {}).orElseThrow(),
          "eu-central-1");

  AwsRolesTest() throws IOException {
    sts.know("AKIAAPP", "app-secret", "", USER);
    sts.role(ROLE, USER, Optional.empty());
  }

  @AfterEach
  void stop() {
    peer.close();
  }

  private AwsCredentials session(Connection connection, AwsCredentials keys) throws StepFailed {
    try (Attempt attempt = attempt(connection)) {
      return roles.session(READER, Optional.of(keys), place, attempt);
    }
  }

  private Attempt attempt(Connection connection) {
    return new Attempt(
        connection,
        workbench,
        new EgressDialer(new EgressPolicy(true, true)),
        Deadline.after(Workbench.PATIENCE, System::nanoTime),
        System::nanoTime);
  }

  @Test
  void keysOfARoleAreKeptUntilShortlyBeforeTheirEnd() throws StepFailed {
    Connection connection = workbench.connection("s3");
    AwsCredentials first = session(connection, KEYS);
    assertEquals(first, session(connection, KEYS));
    assertEquals(1, sts.assumed());
    // The service does not take signatures of another time: this one is not asked again.
    later = Limits.ASSUMED_ROLE.minus(Limits.ASSUMED_ROLE_MARGIN).plusSeconds(1);
    assertThrows(StepFailed.class, () -> session(connection, KEYS));
    later = Duration.ZERO;
    assertEquals(first, session(connection, KEYS));
  }

  @Test
  void aChangedConnectionAndChangedKeysHaveNone() throws StepFailed {
    Connection connection = workbench.connection("s3");
    session(connection, KEYS);
    sts.know("AKIANEW", "new-secret", "", USER);
    session(connection, new AwsCredentials("AKIANEW", "new-secret", Optional.empty()));
    assertEquals(2, sts.assumed());
    session(workbench.connection("s3"), KEYS);
    assertEquals(3, sts.assumed());
    Connection changed =
        connection.withHeader(
            connection.header().next(new Touch(Instant.EPOCH, "test")));
    session(changed, KEYS);
    assertEquals(4, sts.assumed());
  }

  @Test
  void aProofIsAlwaysNew() throws StepFailed {
    Connection connection = workbench.connection("s3");
    session(connection, KEYS);
    sts.role(ROLE, "somebody else", Optional.empty());
    session(connection, KEYS);
    try (Attempt attempt = attempt(connection)) {
      AwsSts service = roles.service(place, attempt);
      StepFailed failed =
          assertThrows(
              StepFailed.class,
              () -> roles.prove(READER, Optional.of(KEYS), service, attempt));
      assertTrue(failed.isCredentialRefused());
    }
  }

  @Test
  void whoAsksAtTheSameTimeSharesOneCall() throws InterruptedException {
    Connection connection = workbench.connection("s3");
    Set<AwsCredentials> given = ConcurrentHashMap.newKeySet();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      threads.add(
          Thread.startVirtualThread(
              () -> {
                try {
                  given.add(session(connection, KEYS));
                } catch (StepFailed failed) {
                  given.add(new AwsCredentials(failed.cause(), "", Optional.empty()));
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(1, sts.assumed());
    assertEquals(1, given.size());
  }

  @Test
  void whatIsKeptIsBounded() {
    AwsCredentials unknown = new AwsCredentials("AKIANOBODY", "s", Optional.empty());
    for (int i = 0; i < Limits.ASSUMED_ROLES + 1; i++) {
      Connection connection = workbench.connection("s3");
      try (Attempt late = expired(connection)) {
        assertThrows(
            StepFailed.class,
            () -> roles.session(READER, Optional.of(unknown), place, late));
      }
      assertEquals(Math.min(i + 1, Limits.ASSUMED_ROLES), roles.size());
    }
  }

  /// One that has no time left, and asks nobody.
  private Attempt expired(Connection connection) {
    return new Attempt(
        connection,
        workbench,
        new EgressDialer(new EgressPolicy(true, true)),
        Deadline.after(Duration.ZERO, System::nanoTime),
        System::nanoTime);
  }
}
