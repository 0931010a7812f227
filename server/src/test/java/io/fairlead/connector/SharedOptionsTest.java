package io.fairlead.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.http.HttpType;
import io.fairlead.connector.postgres.PostgresType;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The rows that several types share, and how they are read.
class SharedOptionsTest {
  private static final Duration INITIALLY = Duration.ofSeconds(15);

  private static List<String> problems(Object... more) {
    Options options = Workbench.options("host", "h", "database", "d", "user", "u");
    for (var entry : Workbench.options(more).values().entrySet()) {
      options = options.with(entry.getKey(), entry.getValue());
    }
    return problems(options);
  }

  private static List<String> problems(Options options) {
    Problems problems = new Problems();
    PostgresType type = new PostgresType(Reveal.create());
    OptionRules.check(type, options, problems);
    var _ = type.configure(options, problems);
    return problems.all().stream().map(Problem::message).toList();
  }

  @Test
  void theBoundsOfATimeout() {
    int most = (int) Limits.LONGEST_TIMEOUT.toSeconds();
    assertEquals(List.of(), problems("timeout", 1));
    assertEquals(List.of(), problems("timeout", most));
    assertEquals(List.of("invalid TIMEOUT: must be from 1 to 300"), problems("timeout", most + 1));
    assertEquals(List.of("invalid TIMEOUT: must be from 1 to 300"), problems("timeout", 0));
    assertEquals(Duration.ofSeconds(most), timeout("timeout", most));
    assertEquals(Duration.ofSeconds(1), timeout("timeout", 1));
    assertEquals(INITIALLY, timeout("timeout", most + 1));
    assertEquals(INITIALLY, timeout());
  }

  private static Duration timeout(Object... options) {
    return SharedOptions.timeout(Workbench.options(options), INITIALLY);
  }

  @Test
  void theBoundsOfMaxConnections() {
    int most = Limits.LINKS_PER_CONNECTION;
    assertEquals(List.of(), problems("max_connections", 1));
    assertEquals(List.of(), problems("max_connections", most));
    List<String> refused = List.of("invalid MAX CONNECTIONS: must be from 1 to " + most);
    assertEquals(refused, problems("max_connections", most + 1));
    assertEquals(refused, problems("max_connections", 0));
    assertEquals(3, SharedOptions.maxConnections(Workbench.options("max_connections", 3), most));
    assertEquals(most, SharedOptions.maxConnections(Options.NONE, most));
  }

  @Test
  void storageMayHaveMoreLinks() {
    int most = Limits.STORAGE_LINKS_PER_CONNECTION;
    assertTrue(most > Limits.LINKS_PER_CONNECTION);
    HttpType type = new HttpType(Reveal.create(), Tls.verified());
    assertEquals(most, type.mostLinks());
    for (int number : List.of(1, most, most + 1)) {
      Problems problems = new Problems();
      Options options = Workbench.options("max_connections", number);
      var _ = type.configure(options, problems);
      assertEquals(
          number > most
              ? List.of("invalid MAX CONNECTIONS: must be from 1 to " + most)
              : List.of(),
          problems.all().stream().map(Problem::message).toList());
      assertEquals(Math.min(number, most), SharedOptions.maxConnections(options, most));
    }
  }

  @Test
  void sslEnabledStandsForVerifiedTlsOrNone() {
    assertEquals(Optional.of(Tls.Verify.HOST), verify("ssl_enabled", true));
    assertEquals(Optional.empty(), verify("ssl_enabled", false));
    assertEquals(Optional.empty(), verify());
    assertEquals(Optional.of(Tls.Verify.NOTHING), verify("ssl_mode", "require"));
    assertEquals(
        List.of("a connection has one of SSL MODE and SSL ENABLED"),
        problems("ssl_enabled", true, "ssl_mode", "require"));
  }

  private static Optional<Tls.Verify> verify(Object... options) {
    return new PostgresType(Reveal.create())
        .configure(Workbench.options(options), new Problems())
        .tls()
        .map(Tls::verify);
  }

  @Test
  void somebodyHasToSignIn() {
    Options nobody = Workbench.options("host", "h", "database", "d");
    assertEquals(List.of("USER option is required"), problems(nobody));
    Workbench workbench = new Workbench();
    assertEquals(List.of(), problems(nobody.with("credential", workbench.secretOf("x"))));
    assertEquals(
        List.of("a connection signs in with one of CREDENTIAL, CREDENTIAL STORAGE and PASSWORD"),
        problems(
            nobody
                .with("credential", workbench.secretOf("x"))
                .with("password", workbench.secretOf("x"))));
  }

  @Test
  void nobodysNameComesOutOfASecret() {
    Workbench workbench = new Workbench();
    TextOrSecret text = new TextOrSecret(new io.fairlead.model.OptionValue.Text("app"));
    TextOrSecret secret = new TextOrSecret(workbench.secretOf("app"));
    assertEquals("role \"app\"", login(Optional.of(text)).shown("role"));
    assertEquals("the role", login(Optional.of(secret)).shown("role"));
    LoginOptions both =
        new LoginOptions(Optional.of(workbench.secretOf("x")), Optional.of(text), Optional.empty());
    assertEquals("the role", both.shown("role"));
    assertTrue(both.hasPassword());
    assertFalse(login(Optional.of(text)).hasPassword());
  }

  private static LoginOptions login(Optional<TextOrSecret> user) {
    return new LoginOptions(Optional.empty(), user, Optional.empty());
  }
}
