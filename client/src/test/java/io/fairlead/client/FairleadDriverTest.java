package io.fairlead.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FairleadDriverTest {
  private static final String OLD = "{\"user\":\"app\",\"password\":\"old\",\"secret_version\":2}";
  private final TargetDouble target = new TargetDouble();
  private final FairleadDriver driver = new FairleadDriver();

  @BeforeEach
  void register() throws SQLException {
    DriverManager.registerDriver(target);
  }

  @AfterEach
  void deregister() throws SQLException {
    DriverManager.deregisterDriver(target);
  }

  private Connection connect(FairleadDouble server) throws SQLException {
    Properties role = new Properties();
    role.setProperty("user", "reader");
    role.setProperty("password", "role-word");
    Connection made = driver.connect(server.url(), role);
    assertNotNull(made);
    return made;
  }

  private SQLException refused(FairleadDouble server) {
    return assertThrows(SQLException.class, () -> connect(server));
  }

  @Test
  void asksAtEveryConnect() throws Exception {
    target.accepts = "new";
    try (FairleadDouble server = new FairleadDouble().resolves("new", 3, "null")) {
      connect(server);
      connect(server);
      String once = "POST /connections/shop/resolve Basic cmVhZGVyOnJvbGUtd29yZA==";
      assertEquals(List.of(once, once), server.asked);
    }
  }

  @Test
  void fallsBackOnARefusedLoginAndDoesNotAskTheTargetAgainAtOnce() throws Exception {
    target.accepts = "old";
    try (FairleadDouble server = new FairleadDouble().resolves("new", 3, OLD)) {
      connect(server);
      connect(server);
      assertEquals(List.of("new", "old", "old"), target.tried);
    }
  }

  @Test
  void aColdPoolTriesADeadPasswordOnce() throws Exception {
    int many = 8;
    target.accepts = "old";
    CountDownLatch started = new CountDownLatch(many);
    target.atTheDoor =
        () -> {
          try {
            assertTrue(started.await(1, TimeUnit.MINUTES));
          } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
          }
        };
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try (FairleadDouble server = new FairleadDouble().resolves("new", 3, OLD)) {
      List<Future<Connection>> opened = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        opened.add(
            threads.submit(
                () -> {
                  started.countDown();
                  return connect(server);
                }));
      }
      for (Future<Connection> one : opened) {
        assertNotNull(one.get(1, TimeUnit.MINUTES));
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(1, Collections.frequency(target.tried, "new"));
    assertEquals(many, Collections.frequency(target.tried, "old"));
  }

  @Test
  void doesNotFallBackOnAnyOtherFailure() throws Exception {
    target.accepts = "old";
    target.state = "08006";
    try (FairleadDouble server = new FairleadDouble().resolves("new", 3, OLD)) {
      assertEquals("08006", refused(server).getSQLState());
      assertEquals(List.of("new"), target.tried);
    }
  }

  @Test
  void asksOnceMoreWhenRefusedAndTriesOnlyAnotherVersion() throws Exception {
    target.accepts = "newer";
    try (FairleadDouble server =
        new FairleadDouble().resolves("new", 3, "null").resolves("newer", 4, "null")) {
      connect(server);
      assertEquals(List.of("new", "newer"), target.tried);
    }
    target.tried.clear();
    try (FairleadDouble server = new FairleadDouble().resolves("bad", 3, "null")) {
      refused(server);
      assertEquals(List.of("bad"), target.tried);
      assertEquals(2, server.asked.size());
    }
  }

  @Test
  void waitsForAServerThatRestarts() throws Exception {
    target.accepts = "new";
    try (FairleadDouble server =
        new FairleadDouble().then(503, "").then(503, "").resolves("new", 3, "null")) {
      connect(server);
      assertEquals(3, server.asked.size());
    }
    try (FairleadDouble server = new FairleadDouble().then(503, "")) {
      SQLException e =
          assertThrows(
              SQLException.class, () -> driver.connect(server.url(1), new Properties()));
      assertEquals("08001", e.getSQLState());
    }
  }

  @Test
  void everyOtherAnswerIsFinalAndSaysNoSecret() throws IOException {
    assertAnswer(401, "", "28000");
    assertAnswer(403, "", "42501");
    assertAnswer(404, "", "42704");
    assertAnswer(429, "", "28000");
    assertAnswer(500, "", "08004");
    assertAnswer(302, "", "08004");
    assertAnswer(200, "{\"password\":\"hush\",", "08P01");
  }

  @Test
  void theServersProblemIsToldAndNoMoreThanThat() throws IOException {
    String problem =
        "{\"title\":\"no\\nright\",\"detail\":\"d\",\"hint\":\"Ask for USAGE.\",\"password\":\"hush\"}";
    try (FairleadDouble server = new FairleadDouble().then(403, problem)) {
      String said = String.valueOf(refused(server).getMessage());
      assertTrue(said.endsWith("/shop: no right; d; Ask for USAGE."), said);
      assertFalse(said.contains("hush"), said);
    }
    String endless = "{\"title\":\"" + "x".repeat(5000) + "\"}";
    try (FairleadDouble server = new FairleadDouble().then(404, endless)) {
      assertEquals("…", String.valueOf(refused(server).getMessage()).replaceAll(".*x", ""));
    }
  }

  @Test
  void aTokenGoesBeforeAPassword() throws Exception {
    target.accepts = "new";
    try (FairleadDouble server = new FairleadDouble().resolves("new", 3, "null")) {
      Properties both = new Properties();
      both.setProperty("user", "reader");
      both.setProperty("password", "role-word");
      both.setProperty("token", "fl_abc.def");
      assertNotNull(driver.connect(server.url(), both));
      assertEquals(List.of("POST /connections/shop/resolve Bearer fl_abc.def"), server.asked);
    }
  }

  @Test
  void pausesDoubleUntilTheDeadline() throws Exception {
    TestTime time = new TestTime();
    try (FairleadDouble server = new FairleadDouble().then(503, "")) {
      FairleadUrl url = FairleadUrl.parse(server.url(), new Properties());
      Resolver resolver = new Resolver(FairleadDriver.newClient(""), time);
      SQLException away =
          assertThrows(SQLException.class, () -> resolver.resolve(url, Duration.ofSeconds(3)));
      assertEquals("08001", away.getSQLState());
      assertEquals(List.of(50L, 100L, 200L, 400L, 800L, 1000L), time.pauses);
      assertEquals(7, server.asked.size());
    }
  }

  private void assertAnswer(int status, String body, String state) throws IOException {
    try (FairleadDouble server = new FairleadDouble().then(status, body)) {
      SQLException e = refused(server);
      assertEquals(state, e.getSQLState());
      assertFalse(String.valueOf(e.getMessage()).contains("role-word"));
      assertFalse((e + " " + e.getCause()).contains("hush"));
      assertEquals(1, server.asked.size());
    }
  }

  @Test
  void readsAnAnswerOfOneMebibyteAndNoMore() throws Exception {
    target.accepts = "new";
    String answer = "{\"id\":\"u7\",\"jdbc_url\":\"jdbc:target:shop\",\"password\":\"new\"}";
    String most = answer + " ".repeat(BoundedText.MOST_BYTES - answer.length());
    try (FairleadDouble server = new FairleadDouble().then(200, most)) {
      connect(server);
    }
    try (FairleadDouble server = new FairleadDouble().then(200, most + " ")) {
      assertEquals("08P01", refused(server).getSQLState());
      assertEquals(1, server.asked.size());
    }
  }

  @Test
  void saysWhichDriverIsMissing() throws Exception {
    String answer = "{\"id\":\"u7\",\"jdbc_url\":\"jdbc:mysql://h/db\"}";
    try (FairleadDouble server = new FairleadDouble().then(200, answer)) {
      String said = String.valueOf(refused(server).getMessage());
      assertTrue(said.contains("com.mysql:mysql-connector-j"), said);
    }
  }

  @Test
  void refusesUrlsThatAreWrong() throws SQLException {
    for (String wrong :
        List.of("//h/shop", "//h:1/", "//h:1/a/b", "//u:p@h:1/a", "//h:1/a?plain=true",
            "//h:1/a?password=x", "//127.0.0.1:1/a?plain=maybe", "//h:1/a#b")) {
      assertThrows(
          SQLException.class,
          () -> FairleadUrl.parse("jdbc:fairlead:" + wrong, new Properties()),
          wrong);
    }
    FairleadUrl url = FairleadUrl.parse("jdbc:fairlead://h:1/public.shop", new Properties());
    assertEquals("https://h:1/connections/public.shop/resolve", url.resolve().toString());
  }

  @Test
  void aRefusedSecretIsTriedOnceAStep() {
    RefusedLogins refused = new RefusedLogins();
    long second = 1_000_000_000L;
    refused.refused("shop", 3, 0);
    assertFalse(refused.take("shop", 3, second - 1));
    assertTrue(refused.take("shop", 3, second));
    assertFalse(refused.take("shop", 3, 3 * second - 1));
    assertTrue(refused.take("shop", 3, 3 * second));
    assertTrue(refused.take("shop", 4, 0));
  }
}
