package io.fairlead.connector.oracle;

import static io.fairlead.connector.OptionSpec.Secrecy.PRIVATE;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.DriverSettings;
import io.fairlead.connector.DriverType;
import io.fairlead.connector.Endpoint;
import io.fairlead.connector.LoginOptions;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Connections of type `oracle`.
public final class OracleType implements DriverType<OracleConfig> {
  private static final String SERVICE = "service_name";

  private static final List<OptionSpec> OPTIONS =
      List.of(
          SharedOptions.credential(),
          OptionSpec.of(
                  "database", Shape.TEXT, "The database's service; another word for SERVICE NAME.")
              .inGroup(SERVICE),
          OptionSpec.of("host", Shape.TEXT, "The listener's host name or address.").needed(),
          SharedOptions.maxConnections(),
          OptionSpec.of(
                  "password",
                  Shape.SECRET,
                  "The secret that holds the user's password; needed without CREDENTIAL.")
              .needed()
              .inGroup(SharedOptions.CREDENTIAL),
          OptionSpec.of("port", Shape.PORT, "The listener's port.").initially("1521"),
          OptionSpec.of(
                  SERVICE, Shape.TEXT, "The database's service, as the listener knows it.")
              .inGroup(SERVICE),
          SharedOptions.sshTunnel(),
          SharedOptions.sslCertificateAuthority(),
          OptionSpec.of(
                  SharedOptions.SSL_ENABLED,
                  Shape.FLAG,
                  "true for TLS with a server that proves who it is (TCPS), false for none.")
              .initially("false"),
          SharedOptions.timeout().spelled("CONNECTION TIMEOUT"),
          OptionSpec.of(
                  "user",
                  Shape.TEXT_OR_SECRET,
                  "The user to sign in as; needed where CREDENTIAL does not name one.")
              .signIn()
              .needed()
              .secrecy(PRIVATE)
              .spelled("USERNAME"));

  /// What means nothing else in a connect descriptor or a URL.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.$-]{0,127}");

  private final Reveal permission;

  public OracleType(Reveal permission) {
    this.permission = permission;
  }

  @Override
  public String name() {
    return "oracle";
  }

  @Override
  public List<String> spellings() {
    return List.of("ORACLE");
  }

  @Override
  public List<OptionSpec> options() {
    return OPTIONS;
  }

  @Override
  public boolean validatesByDefault() {
    return true;
  }

  @Override
  public OracleConfig configure(Options options, Problems problems) {
    OptionReader reader = new OptionReader(options, problems);
    reader.mustHaveOneCredential("password");
    reader.checkBounds();
    return new OracleConfig(
        reader.tls(Optional.<Tls.Verify>empty()),
        reader.connection("ssh_tunnel"),
        new Endpoint(reader.host("host"), reader.port("port", 1521)),
        service(options, problems),
        LoginOptions.of(reader));
  }

  private static String service(Options options, Problems problems) {
    Optional<String> database = options.text("database");
    Optional<String> service = options.text(SERVICE);
    if (database.isPresent() == service.isPresent()) {
      problems.add(
          ProblemKind.INVALID_OPTION, "a connection has one of DATABASE and SERVICE NAME");
    }
    String name = service.or(() -> database).orElse("");
    if (database.isPresent() != service.isPresent() && !NAME.matcher(name).matches()) {
      problems.add(
          Problem.of(
                  ProblemKind.INVALID_OPTION,
                  "invalid "
                      + OptionSpec.spelling(service.isPresent() ? SERVICE : "database")
                      + ": it is not the name of a service")
              .withHint("Names are of letters, digits, underscores, dots, hyphens and $."));
    }
    return name;
  }

  @Override
  public void probe(OracleConfig config, Attempt attempt) throws StepFailed {
    new Listener(config, attempt, permission).ask();
  }

  @Override
  public DriverSettings driverSettings(OracleConfig config, Attempt attempt) throws StepFailed {
    DriverSettings.mustBeOpenTo(config.tunnel(), config.tls());
    String protocol = config.tls().isPresent() ? "tcps" : "tcp";
    return new DriverSettings(
        "jdbc:oracle:thin:@" + protocol + "://" + config.endpoint() + "/" + config.service(),
        new TreeMap<>(),
        config.login().read(attempt, permission));
  }
}
