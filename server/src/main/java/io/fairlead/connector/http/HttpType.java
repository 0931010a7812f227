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
import io.fairlead.connector.ServiceType;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.StorageUri;
import io.fairlead.connector.Tls;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Connections of type `http`: files of a web server, and services that are called. What lets somebody
/// in, if anything, is in headers.
public final class HttpType implements ServiceType<HttpConfig> {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of("endpoint", Shape.TEXT, "The URL of the server, without a path.")
              .spelled("ENDPOINT URL")
              .ofPlace(),
          OptionSpec.of(
              "headers",
              Shape.TEXT,
              "Headers of every request, as a JSON object; what is secret belongs into SECRET"
                  + " HEADERS."),
          SharedOptions.maxConnections(),
          OptionSpec.of(
                  "pattern",
                  Shape.TEXT,
                  "The path of the files, where {a,b} and [11-15] stand for several.")
              .ofPlace(),
          OptionSpec.of(
              "secret_headers",
              Shape.SECRET,
              "The secret that holds further headers as a JSON object."),
          SharedOptions.timeout());

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
            parts ->
                Options.NONE
                    .with(
                        "endpoint",
                        new OptionValue.Text(parts.scheme() + "://" + parts.authority()))
                    .with("pattern", new OptionValue.Text(parts.path())))
        .orElse(Options.NONE);
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
    Optional<SortedMap<String, String>> headers = HeaderObject.read(options.text("headers").orElse("{}"));
    if (headers.isEmpty()) {
      problems.add(
          ProblemKind.INVALID_OPTION, "invalid HEADERS: " + HeaderObject.WHAT_IT_MUST_BE);
    }
    return new HttpConfig(
        options.has("secret_headers")
            ? reader.secretAddress("endpoint")
            : reader.address("endpoint"),
        pattern.isEmpty() ? List.of() : names.orElse(List.of()),
        headers.orElseGet(TreeMap::new),
        reader.secret("secret_headers"));
  }

  @Override
  public void probe(HttpConfig config, Attempt attempt) throws StepFailed {
    if (config.address().isEmpty()) {
      attempt.step("server", () -> noted(attempt, "none to try"));
      return;
    }
    try (HttpLine line =
            HttpLine.open(config.address().get(), tls, attempt, permission);
        ServiceWebLink link = link(config, attempt, line)) {
      if (!config.names().isEmpty()) {
        attempt.step("find file", () -> first(link, config, attempt));
      }
    }
  }

  private static boolean first(ServiceWebLink link, HttpConfig config, Attempt attempt)
      throws StepFailed {
    boolean found = link.find(config.names().getFirst(), attempt.deadline()).isPresent();
    return noted(attempt, found ? "readable" : "nothing there");
  }

  private static boolean noted(Attempt attempt, String note) {
    attempt.note(note);
    return true;
  }

  private ServiceWebLink link(HttpConfig config, Attempt attempt, HttpLine line)
      throws StepFailed {
    return new ServiceWebLink(
        line, config.names(), signer(config, attempt), config.secretHeaders().isPresent());
  }

  private RequestSigner signer(HttpConfig config, Attempt attempt) throws StepFailed {
    Map<String, String> all = new TreeMap<>(config.headers());
    if (config.secretHeaders().isPresent()) {
      Optional<SortedMap<String, String>> secret;
      try (SecretBytes value = attempt.secret(config.secretHeaders().get())) {
        secret = HeaderObject.read(value.revealText(permission));
      }
      if (secret.isEmpty()) {
        throw new StepFailed(
            "the secret of SECRET HEADERS cannot be used: " + HeaderObject.WHAT_IT_MUST_BE);
      }
      all.putAll(secret.get());
    }
    return (_, _, request) -> {
      HttpRequest signed = request;
      for (Map.Entry<String, String> header : all.entrySet()) {
        signed = signed.with(header.getKey(), header.getValue());
      }
      return signed;
    };
  }

  @Override
  public ObjectLink open(HttpConfig config, Attempt attempt) throws StepFailed {
    if (config.address().isEmpty()) {
      throw new StepFailed(
          "the connection names no server", "Use it with a location such as https://host/file.");
    }
    ServiceWebLink link =
        link(config, attempt, HttpLine.open(config.address().get(), tls, attempt, permission));
    link.keep(attempt);
    return link;
  }
}
