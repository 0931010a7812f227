package io.fairlead.connector.http;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.HttpLine;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.ObjectLink;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.CallType;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.StorageUri;
import io.fairlead.connector.TextOrSecret;
import io.fairlead.connector.Tls;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Connections of type `http`: files of a web server, and services that are called. Either may want
/// headers.
public final class HttpType implements CallType<HttpConfig> {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of("endpoint", Shape.TEXT, "The URL of the server, without a path.")
              .spelled("ENDPOINT URL")
              .ofPlace(),
          SharedOptions.maxConnections(),
          OptionSpec.of(
                  "pattern",
                  Shape.TEXT,
                  "The path of the files, where {a,b} and [11-15] stand for several.")
              .ofPlace(),
          SharedOptions.timeout());

  private static final String HEADER = "header.";
  private static final Pattern HEADER_NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]{1,128}");

  /// They are the sender's business.
  private static final Set<String> RESERVED =
      Set.of("host", "content-length", "transfer-encoding", "connection", "range");

  private final Reveal permission;
  private final Tls tls;

  /// @param tls how servers are recognised
  public HttpType(Reveal permission, Tls tls) {
    this.permission = permission;
    this.tls = tls;
  }

  @Override
  public String name() {
    return "http";
  }

  @Override
  public List<String> spellings() {
    return List.of("HTTP", "HTTPS");
  }

  @Override
  public List<OptionSpec> options() {
    return OPTIONS;
  }

  /// `header.x-team` is sent with every request as the header `x-team`.
  @Override
  public Optional<String> ownKeys() {
    return Optional.of(HEADER);
  }

  @Override
  public Optional<OptionSpec> option(String key) {
    return key.startsWith(HEADER)
        ? Optional.of(
            OptionSpec.of(key, Shape.TEXT_OR_SECRET, "A header of every request.")
                .secrecy(OptionSpec.Secrecy.PRIVATE))
        : CallType.super.option(key);
  }

  @Override
  public boolean validatesByDefault() {
    return false;
  }

  @Override
  public boolean isWritable() {
    return false;
  }

  @Override
  public List<String> schemes() {
    return List.of("http", "https");
  }

  @Override
  public Options place(String uri, Problems problems) {
    return StorageUri.read(uri, problems)
        .map(
            parts -> {
              String server = parts.scheme() + "://" + parts.authority();
              Options place = Options.NONE.with("endpoint", new OptionValue.Text(server));
              return parts.path().isEmpty()
                  ? place
                  : place.with("pattern", new OptionValue.Text(parts.path()));
            })
        .orElse(Options.NONE);
  }

  /// Web servers list nothing: the path names the files.
  @Override
  public Input input(String path) {
    return new Input(uri(path), "");
  }

  @Override
  public HttpConfig configure(Options options, Problems problems) {
    OptionReader reader = new OptionReader(options, problems);
    reader.checkStorageBounds();
    String pattern = options.has("pattern") ? reader.word("pattern") : "";
    Optional<List<String>> names = NamePattern.names(pattern);
    if (names.isEmpty()) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "invalid PATTERN: its braces or brackets are not closed, or it stands for more than "
              + NamePattern.MOST
              + " files");
    }
    return new HttpConfig(
        reader.address("endpoint"),
        pattern.isEmpty() ? List.of() : names.orElse(List.of()),
        headers(options, problems));
  }

  private static SortedMap<String, TextOrSecret> headers(Options options, Problems problems) {
    TreeMap<String, TextOrSecret> headers = new TreeMap<>();
    for (String key : options.values().keySet()) {
      if (key.startsWith(HEADER)) {
        String name = key.substring(HEADER.length());
        if (!HEADER_NAME.matcher(name).matches() || RESERVED.contains(name)) {
          problems.add(
              ProblemKind.INVALID_OPTION, "\"" + name + "\" is not the name of a header to set");
        }
        TextOrSecret.of(options, key).ifPresent(value -> headers.put(name, value));
      }
    }
    boolean readable =
        new OptionReader(options, new Problems())
            .address("endpoint")
            .filter(address -> !address.encrypted() && !address.isOfThisMachine())
            .isPresent();
    if (readable && headers.values().stream().anyMatch(TextOrSecret::isSecret)) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "a secret header is not sent without TLS: the address must begin with https://");
    }
    return headers;
  }

  @Override
  public void probe(HttpConfig config, Attempt attempt) throws StepFailed {
    if (config.address().isEmpty()) {
      attempt.step("server", () -> noted(attempt, "none to try"));
      return;
    }
    try (HttpLine line =
            HttpLine.open(config.address().get(), tls, attempt, permission);
        CallableWebLink link = link(config, line, attempt)) {
      if (!config.names().isEmpty()) {
        attempt.step("find file", () -> first(link, config, attempt));
      }
    }
  }

  private static boolean first(CallableWebLink link, HttpConfig config, Attempt attempt)
      throws StepFailed {
    boolean found = link.find(config.names().getFirst(), attempt.deadline()).isPresent();
    return noted(attempt, found ? "readable" : "nothing there");
  }

  private static boolean noted(Attempt attempt, String note) {
    attempt.note(note);
    return true;
  }

  private CallableWebLink link(HttpConfig config, HttpLine line, Attempt attempt)
      throws StepFailed {
    boolean signsIn = config.headers().values().stream().anyMatch(TextOrSecret::isSecret);
    return new CallableWebLink(line, config.names(), headers(config, attempt), signsIn);
  }

  /// Secrets are read once for a link.
  private RequestSigner headers(HttpConfig config, Attempt attempt) throws StepFailed {
    TreeMap<String, String> headers = new TreeMap<>();
    for (Map.Entry<String, TextOrSecret> header : config.headers().entrySet()) {
      String value = header.getValue().reveal(attempt, permission);
      if (!HttpRequest.fits(value)) {
        throw new StepFailed(
            "the header " + header.getKey() + " holds what no header may hold",
            "Headers are of printable ASCII.");
      }
      headers.put(header.getKey(), value);
    }
    return (_, _, request) -> {
      HttpRequest with = request;
      for (Map.Entry<String, String> header : headers.entrySet()) {
        with = with.with(header.getKey(), header.getValue());
      }
      return with;
    };
  }

  @Override
  public ObjectLink open(HttpConfig config, Attempt attempt) throws StepFailed {
    if (config.address().isEmpty()) {
      throw new StepFailed(
          "the connection names no server", "Use it with a location such as https://host/file.");
    }
    CallableWebLink link =
        link(config, HttpLine.open(config.address().get(), tls, attempt, permission), attempt);
    link.keep(attempt);
    return link;
  }
}
