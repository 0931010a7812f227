package io.fairlead.connector.kafka;

import static io.fairlead.connector.OptionSpec.Secrecy.PRIVATE;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.PlaceType;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.StorageUri;
import io.fairlead.connector.TopicLink;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Connections of type `kafka`.
public final class KafkaType implements PlaceType<KafkaConfig> {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          SharedOptions.awsConnection(),
          OptionSpec.of(
                  "aws_privatelink",
                  Shape.CONNECTION_WITH_PORT,
                  "The AWS PRIVATELINK connection whose endpoint leads to the brokers.")
              .toType("aws-privatelink"),
          OptionSpec.of("broker", Shape.BROKER, "A broker's address, `'host:port'`.")
              .inGroup("brokers")
              .ofPlace(),
          OptionSpec.of("brokers", Shape.BROKERS, "The addresses of several brokers.")
              .inGroup("brokers")
              .ofPlace(),
          OptionSpec.of(
                  "progress_topic", Shape.TEXT, "The topic in which sinks note their progress.")
              .fixed(),
          OptionSpec.of(
                  "progress_topic_replication_factor",
                  Shape.NUMBER,
                  "How many copies of the progress topic the cluster keeps.")
              .fixed(),
          OptionSpec.of(
              "sasl_mechanisms", Shape.TEXT, "One of PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512.")
              .signIn()
              .spelled("SASL MECHANISM"),
          OptionSpec.of(
              "sasl_password", Shape.SECRET, "The secret that holds the user's password."),
          OptionSpec.of("sasl_username", Shape.TEXT_OR_SECRET, "The user to sign in as.")
              .signIn()
              .secrecy(PRIVATE),
          OptionSpec.of(
              "security_protocol",
              Shape.TEXT,
              "One of PLAINTEXT, SSL, SASL_PLAINTEXT and SASL_SSL; when it is not set, SASL_SSL if"
                  + " AWS CONNECTION or any SASL option is, else SSL."),
          OptionSpec.of(
                  "ssh_tunnel",
                  Shape.CONNECTION,
                  "The SSH TUNNEL connection for brokers that name none of their own.")
              .toType("ssh-tunnel"),
          SharedOptions.sslCertificate().spelled("SSL CERTIFICATE PEM"),
          SharedOptions.sslCertificateAuthority().spelled("SSL CA PEM"),
          SharedOptions.sslKey().spelled("SSL KEY PEM"));

  private final Reveal permission;

  public KafkaType(Reveal permission) {
    this.permission = permission;
  }

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public List<String> spellings() {
    return List.of("KAFKA");
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
  public KafkaConfig configure(Options options, Problems problems) {
    OptionReader reader = new OptionReader(options, problems);
    SecurityOptions security = new SecurityOptions(options, reader, problems);
    security.check();
    BrokerOptions brokers = new BrokerOptions(options, problems);
    brokers.read();
    reader.word("progress_topic");
    if (reader.number("progress_topic_replication_factor").orElse(1L) <= 0) {
      problems.add(
          ProblemKind.INVALID_OPTION, "PROGRESS TOPIC REPLICATION FACTOR must be greater than 0");
    }
    return new KafkaConfig(
        brokers.brokers(), brokers.rules(), security.tls(), security.signIn());
  }

  @Override
  public void checkUses(
      Options options, Function<ObjectId, Connection> connections, Problems problems) {
    BrokerOptions.checkZones(options, connections, problems);
  }

  @Override
  public List<String> schemes() {
    return List.of("kafka");
  }

  /// `kafka://host:port` or `kafka://host:port,host:port`; the topic is nothing of the connection.
  @Override
  public Options place(String uri, Problems problems) {
    String authority = StorageUri.read(uri, problems).map(StorageUri::authority).orElse("");
    List<OptionValue> brokers = new ArrayList<>();
    for (String broker : authority.split(",", -1)) {
      brokers.add(new OptionValue.Text(broker));
    }
    if (authority.isEmpty()) {
      return Options.NONE;
    }
    return brokers.size() == 1
        ? Options.NONE.with("broker", brokers.getFirst())
        : Options.NONE.with("brokers", new OptionValue.Items(brokers));
  }

  @Override
  public void checkPlace(KafkaConfig placed, Problems problems) {
    if (placed.brokers().isEmpty()) {
      problems.add(
          Problem.of(ProblemKind.INVALID_OPTION, "neither the path nor the connection names a broker")
              .withHint("Write 'host:port/topic'."));
    }
  }

  /// Without a slash there is the topic alone, at the brokers of the connection.
  @Override
  public Input input(String path) {
    int slash = path.lastIndexOf('/');
    return new Input("kafka://" + path.substring(0, Math.max(slash, 0)) + "/", path.substring(slash + 1));
  }

  @Override
  public TopicLink open(KafkaConfig config, Attempt attempt) throws StepFailed {
    return new Brokers(config, attempt, permission).open();
  }

  @Override
  public void probe(KafkaConfig config, Attempt attempt) throws StepFailed {
    new KafkaProbe(config, attempt, permission).run();
  }
}
