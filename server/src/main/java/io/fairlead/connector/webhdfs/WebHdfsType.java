package io.fairlead.connector.webhdfs;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.Endpoint;
import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.HttpLine;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.ObjectLink;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.PercentEncoding;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.StorageType;
import io.fairlead.connector.StorageUri;
import io.fairlead.connector.Tls;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Connections of type `webhdfs`: `webhdfs://namenode:9871/folder/`.
public final class WebHdfsType implements StorageType<WebHdfsConfig> {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of(
              "delegation", Shape.SECRET, "The secret that holds a delegation token of HDFS."),
          OptionSpec.of(
                  "endpoint",
                  Shape.TEXT,
                  "The name node, or a gateway in its place: a URL, or host:port. A location that"
                      + " names a host is at that host.")
              .spelled("ENDPOINT URL")
              .ofPlace(),
          OptionSpec.of("https", Shape.FLAG, "Whether an endpoint without a scheme has TLS.")
              .initially("true")
              .ofPlace(),
          SharedOptions.maxConnections(),
          OptionSpec.of("prefix", Shape.TEXT, "With what the paths of the files begin.")
              .spelled("ROOT")
              .ofPlace(),
          SharedOptions.timeout(),
          OptionSpec.of(
                  "user_name",
                  Shape.TEXT,
                  "The user, for a name node that asks for no proof of who that is.")
              .signIn());

  private static final Pattern SCHEME = Pattern.compile("(?i)https?://.*");
  private static final Pattern WITH_PORT = Pattern.compile("[^/]*:\\d+(/.*)?");
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._@-]{0,99}\\$?");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_+/=-]+");
  private static final int PORT = 9870;
  private static final int TLS_PORT = 9871;

  private final Reveal permission;
  private final Tls tls;
  private final RandomGenerator random;

  /// @param tls how name nodes and data nodes are recognised
  /// @param random for the names of files that are not finished
  public WebHdfsType(Reveal permission, Tls tls, RandomGenerator random) {
    this.permission = permission;
    this.tls = tls;
    this.random = random;
  }

  @Override
  public String name() {
    return "webhdfs";
  }

  @Override
  public List<String> spellings() {
    return List.of("WEBHDFS");
  }

  @Override
  public List<OptionSpec> options() {
    return OPTIONS;
  }

  @Override
  public boolean validatesByDefault() {
    return false;
  }

  /// The second is known so that it can be said what to use in its place.
  @Override
  public List<String> schemes() {
    return List.of("webhdfs", "hdfs");
  }

  @Override
  public Options place(String uri, Problems problems) {
    Optional<StorageUri> parts = StorageUri.read(uri, problems);
    if (parts.isEmpty()) {
      return Options.NONE;
    }
    if (parts.get().scheme().equals("hdfs")) {
      problems.add(
          Problem.of(
                  ProblemKind.INVALID_OPTION,
                  "invalid location: hdfs:// is the protocol of a native client, which is not here")
              .withHint("The same files are at webhdfs://namenode:9871/, or 9870 without TLS."));
      return Options.NONE;
    }
    Map<String, OptionValue> values = new TreeMap<>();
    if (!parts.get().authority().isEmpty()) {
      values.put("endpoint", new OptionValue.Text(parts.get().authority()));
    }
    if (!parts.get().path().isEmpty()) {
      values.put("prefix", new OptionValue.Text(parts.get().path()));
    }
    return Options.of(values);
  }

  @Override
  public WebHdfsConfig configure(Options options, Problems problems) {
    OptionReader reader = new OptionReader(options, problems);
    reader.checkStorageBounds();
    String prefix = options.has("prefix") ? reader.word("prefix").replaceFirst("^/", "") : "";
    if (!WebHdfsLink.isPath(prefix)) {
      problems.add(ProblemKind.INVALID_OPTION, "invalid PREFIX: its path makes detours");
    }
    Optional<String> user = options.text("user_name");
    if (user.filter(name -> !USER.matcher(name).matches()).isPresent()) {
      problems.add(ProblemKind.INVALID_OPTION, "invalid USER NAME: it is not the name of a user");
    }
    if (user.isPresent() && options.has("delegation")) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "USER NAME cannot stand beside DELEGATION, which says who it is for");
    }
    Optional<HttpAddress> nameNode =
        options
            .text("endpoint")
            .flatMap(text -> nameNode(text, options, problems));
    if (options.has("delegation")
        && nameNode.filter(found -> !found.encrypted() && !found.isOfThisMachine()).isPresent()) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "a delegation token is not sent without TLS: set HTTPS to true");
    }
    return new WebHdfsConfig(nameNode, prefix, user, reader.secret("delegation"));
  }

  private static Optional<HttpAddress> nameNode(
      String text, Options options, Problems problems) {
    boolean https =
        !(options.get("https").orElse(null) instanceof OptionValue.Flag(boolean set)) || set;
    boolean isUrl = SCHEME.matcher(text).matches();
    Optional<HttpAddress> read =
        HttpAddress.read(
            isUrl ? text : (https ? "https://" : "http://") + text,
            why ->
                problems.add(
                    ProblemKind.INVALID_OPTION, "invalid ENDPOINT: " + why));
    if (isUrl && options.has("https") && read.filter(url -> url.encrypted() != https).isPresent()) {
      problems.add(
          ProblemKind.INVALID_OPTION, "ENDPOINT and HTTPS say different things about TLS");
    }
    Matcher port = WITH_PORT.matcher(text.replaceFirst("(?i)^https?://", ""));
    return port.matches() ? read : read.map(WebHdfsType::atInitialPort);
  }

  private static HttpAddress atInitialPort(HttpAddress address) {
    int port = address.encrypted() ? TLS_PORT : PORT;
    return new HttpAddress(
        address.encrypted(), new Endpoint(address.endpoint().host(), port), address.path());
  }

  @Override
  public void probe(WebHdfsConfig config, Attempt attempt) throws StepFailed {
    if (config.nameNode().isEmpty()) {
      attempt.step("name node", () -> noted(attempt, "none to try"));
      return;
    }
    try (WebHdfsLink link = link(config, attempt)) {
      attempt.step("list folder", () -> link.probe(attempt));
    }
  }

  private static boolean noted(Attempt attempt, String note) {
    attempt.note(note);
    return true;
  }

  @Override
  public ObjectLink open(WebHdfsConfig config, Attempt attempt) throws StepFailed {
    WebHdfsLink link = link(config, attempt);
    attempt.step("list folder", () -> link.prove(attempt));
    link.keep(attempt);
    return link;
  }

  @Override
  public ObjectLink openUnproven(WebHdfsConfig config, Attempt attempt) throws StepFailed {
    WebHdfsLink link = link(config, attempt);
    link.keep(attempt);
    return link;
  }

  private WebHdfsLink link(WebHdfsConfig config, Attempt attempt) throws StepFailed {
    if (config.nameNode().isEmpty()) {
      throw new StepFailed(
          "the connection names no name node",
          "Set ENDPOINT, or use it with a location such as webhdfs://namenode:9871/folder/.");
    }
    String proof = proof(config, attempt);
    RequestSigner signer = (_, _, request) -> withProof(request, proof);
    HttpLine line = HttpLine.open(config.nameNode().get(), tls, attempt, permission);
    return new WebHdfsLink(
        config.prefix(), signer, line, attempt.otherHosts(tls, permission), random);
  }

  /// What stands in the query of each request to the name node.
  private String proof(WebHdfsConfig config, Attempt attempt) throws StepFailed {
    if (config.delegation().isEmpty()) {
      return config.user().map(user -> "&user.name=" + PercentEncoding.of(user)).orElse("");
    }
    String token;
    try (SecretBytes value = attempt.secret(config.delegation().get())) {
      token = value.revealText(permission).strip();
    }
    if (!TOKEN.matcher(token).matches()) {
      attempt.step(
          "delegation",
          () -> {
            throw new StepFailed("the delegation token holds characters that none can have");
          });
    }
    return "&delegation=" + PercentEncoding.of(token);
  }

  private static HttpRequest withProof(HttpRequest request, String proof) {
    return new HttpRequest(
        request.method(), request.target() + proof, request.headers(), request.body());
  }
}
