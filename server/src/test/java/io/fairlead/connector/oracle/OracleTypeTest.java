package io.fairlead.connector.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.Authority;
import io.fairlead.connector.DriverSettings;
import io.fairlead.connector.Probe;
import io.fairlead.connector.Workbench;
import io.fairlead.model.Connection;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against a double of the connect phase alone; no Oracle database takes part.
class OracleTypeTest {
  private static final String CANARY = "canary-2b88e1";

  private final OracleType type = new OracleType(Reveal.create());
  private final Workbench workbench = new Workbench(type);

  private Connection shop(String host, int port, String service, Object... more) {
    List<Object> options =
        new ArrayList<>(
            List.of(
                "host",
                host,
                "port",
                port,
                "service_name",
                service,
                "user",
                "app",
                "password",
                workbench.secretOf(CANARY)));
    options.addAll(List.of(more));
    return workbench.connection("oracle", options.toArray());
  }

  private String steps(Connection connection) {
    Probe probe = workbench.probe(connection);
    assertFalse(probe.toString().contains(CANARY));
    return Workbench.read(probe).replaceAll("port [0-9]+", "port P");
  }

  private String last(byte[]... answers) throws IOException {
    try (RogueListener listener = RogueListener.start(answers)) {
      return steps(shop("127.0.0.1", listener.port(), "shop")).lines().toList().getLast();
    }
  }

  @Test
  void asksForTheService() throws Exception {
    try (RogueListener listener = RogueListener.start(RogueListener.accept())) {
      assertEquals(
          """
          resolve: 127.0.0.1
          connect: 127.0.0.1 port P
          listener: it takes connections to the service; signing in is not tried
          """,
          steps(shop("127.0.0.1", listener.port(), "shop.example")));
      assertEquals(
          List.of(
              "(DESCRIPTION=(CONNECT_DATA=(SERVICE_NAME=shop.example)"
                  + "(CID=(PROGRAM=fairlead)(HOST=fairlead)(USER=fairlead))))"),
          listener.asked());
    }
  }

  @Test
  void theLongestNameFits() throws Exception {
    try (RogueListener listener = RogueListener.start(RogueListener.accept())) {
      String name = "x".repeat(128);
      assertTrue(workbench.probe(shop("127.0.0.1", listener.port(), name)).passed());
      assertTrue(listener.asked().getFirst().contains("=" + name + ")"));
    }
  }

  @Test
  void overTls() throws Exception {
    Authority authority = new Authority("Test authority");
    try (RogueListener listener =
        RogueListener.start(
            authority
                .issue("localhost")
                .context(Optional.empty())
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")),
            RogueListener.accept())) {
      String trusted =
          steps(
              shop(
                  "localhost",
                  listener.port(),
                  "shop",
                  "ssl_enabled",
                  true,
                  "ssl_certificate_authority",
                  authority.pem()));
      assertTrue(trusted.contains("TLS: TLSv1.3\nlistener: it takes connections"), trusted);
      String unknown = steps(shop("localhost", listener.port(), "shop", "ssl_enabled", true));
      assertTrue(unknown.contains("TLS: FAILED the server's certificate"), unknown);
    }
  }

  @Test
  void sendsAgainWhenItIsTold() throws Exception {
    byte[] resend = RogueListener.packet(11, new byte[0]);
    assertEquals(
        "listener: it takes connections to the service; signing in is not tried",
        last(resend, RogueListener.accept()));
    assertEquals(
        "listener: FAILED the peer does not speak Oracle's protocol", last(resend, resend, resend));
  }

  @Test
  void anotherServerIsNotFollowed() throws Exception {
    byte[] redirect = RogueListener.packet(5, "  (ADDRESS=(HOST=169.254.169.254))".getBytes(UTF_8));
    assertEquals(
        "listener: it sends connections to the service to another server, which is not tried",
        last(redirect));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          (DESCRIPTION=(TMP=)(VSNNUM=0)(ERR=12514)(ERROR_STACK=(ERROR=(CODE=12514)))) | \
          the listener knows no service "shop"
          (ERR=12519) | the database has no room for another connection
          (ERR=12528) | the database takes no connections for now
          (ERR=99999) | the listener refuses the connection with error ORA-99999
          (ERR=canary-2b88e1) | the listener refuses the connection
          """)
  void refusals(String text, String cause) throws Exception {
    assertEquals("listener: FAILED " + cause, last(RogueListener.refuse(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a)(HOST=evil",
        "a b",
        "a/b",
        "a?x=y",
        "",
        "(x)",
        "a:dedicated",
        "@a"
      })
  void aServiceIsAPlainName(String name) {
    Problems problems = new Problems();
    type.configure(Workbench.options("host", "h", "database", name), problems);
    List<String> expected =
        List.of("invalid DATABASE: it is not the name of a service");
    assertEquals(expected, problems.all().stream().map(Problem::message).toList());
  }

  @Test
  void oneOfDatabaseAndServiceName() {
    for (Object[] options : new Object[][] {{}, {"database", "a", "service_name", "b"}}) {
      Problems problems = new Problems();
      type.configure(Workbench.options(options), problems);
      assertEquals(
          List.of("a connection has one of DATABASE and SERVICE NAME"),
          problems.all().stream().map(Problem::message).toList());
    }
  }

  @Test
  void whatAnApplicationIsTold() throws Exception {
    DriverSettings plain = workbench.driverSettings(shop("db", 1521, "shop"));
    assertEquals("jdbc:oracle:thin:@tcp://db:1521/shop", plain.url());
    assertEquals(Map.of(), plain.properties());
    assertEquals("app", plain.login().user());
    assertEquals(
        "jdbc:oracle:thin:@tcps://db:2484/shop",
        workbench.driverSettings(shop("db", 2484, "shop", "ssl_enabled", true)).url());
  }
}
