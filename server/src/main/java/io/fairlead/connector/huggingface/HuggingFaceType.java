package io.fairlead.connector.huggingface;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Connections of type `hf`: `hf://[datasets/]owner/name[@revision]/folder/`.
public final class HuggingFaceType implements StorageType<HuggingFaceConfig> {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of("endpoint", Shape.TEXT, "The URL of the hub.")
              .spelled("ENDPOINT URL")
              .initially("https://huggingface.co")
              .ofPlace(),
          SharedOptions.maxConnections(),
          OptionSpec.of("prefix", Shape.TEXT, "With what the paths of the files begin.")
              .spelled("ROOT")
              .ofPlace(),
          OptionSpec.of("repo_type", Shape.TEXT, "dataset, model or space.")
              .initially("dataset")
              .ofPlace(),
          OptionSpec.of("repository", Shape.TEXT, "The repository: owner/name.").ofPlace(),
          OptionSpec.of("revision", Shape.TEXT, "A branch, a tag or a commit.")
              .initially("main")
              .ofPlace(),
          SharedOptions.timeout(),
          OptionSpec.of(
              "token",
              Shape.SECRET,
              "The secret that holds an access token of the hub; without one, what is open to"
                  + " everybody."));

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,95}";
  private static final Pattern REPOSITORY = Pattern.compile(NAME + "/" + NAME);
  private static final Pattern REVISION =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*");

  /// Of the revisions with a slash these two are the hub's own.
  private static final Pattern PLACE =
      Pattern.compile(
          "(?:(dataset|model|space)s/)?([^/@]+/[^/@]+)"
              + "(?:@(refs/(?:convert|pr)/[^/]+|[^/]+))?(?:/(.*))?",
          Pattern.DOTALL);

  private final Reveal permission;
  private final Tls tls;

  /// @param tls how the hub and the hosts that it sends readers to are recognised
  public HuggingFaceType(Reveal permission, Tls tls) {
    this.permission = permission;
    this.tls = tls;
  }

  @Override
  public String name() {
    return "hf";
  }

  @Override
  public List<String> spellings() {
    return List.of("HF", "HUGGINGFACE");
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
    return List.of("hf", "huggingface");
  }

  @Override
  public Options place(String uri, Problems problems) {
    Optional<Matcher> parts =
        StorageUri.read(uri, problems)
            .map(found -> PLACE.matcher(found.authority() + "/" + found.path()));
    if (parts.isEmpty()) {
      return Options.NONE;
    }
    Matcher place = parts.get();
    if (!place.matches()) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "invalid location: it names no repository such as hf://owner/name/folder/");
      return Options.NONE;
    }
    Map<String, OptionValue> values = new TreeMap<>();
    put(values, "repo_type", place.group(1));
    put(values, "repository", place.group(2));
    put(values, "revision", place.group(3));
    put(values, "prefix", place.group(4));
    return Options.of(values);
  }

  private static void put(
      Map<String, OptionValue> values, String key, @org.jspecify.annotations.Nullable String text) {
    if (text != null && !text.isEmpty()) {
      values.put(key, new OptionValue.Text(text));
    }
  }

  @Override
  public HuggingFaceConfig configure(Options options, Problems problems) {
    OptionReader reader = new OptionReader(options, problems);
    reader.checkStorageBounds();
    String repository = options.text("repository").orElse("");
    if (options.has("repository") && !REPOSITORY.matcher(repository).matches()) {
      problems.add(ProblemKind.INVALID_OPTION, "invalid REPOSITORY: it is not owner/name");
    }
    String revision = options.text("revision").orElse("main");
    if (!REVISION.matcher(revision).matches()) {
      problems.add(
          ProblemKind.INVALID_OPTION, "invalid REVISION: it is no branch, tag or commit");
    }
    Optional<HttpAddress> hub =
        options.has("token") ? reader.secretAddress("endpoint") : reader.address("endpoint");
    String kind = reader.choice("repo_type", "dataset", "model", "space");
    return new HuggingFaceConfig(
        hub.orElseGet(() -> HttpAddress.https("huggingface.co")),
        RepositoryKind.valueOf(kind.toUpperCase(java.util.Locale.ROOT)),
        repository,
        revision,
        options.has("prefix") ? reader.word("prefix") : "",
        reader.secret("token"));
  }

  @Override
  public void probe(HuggingFaceConfig config, Attempt attempt) throws StepFailed {
    if (config.repository().isEmpty() && config.token().isEmpty()) {
      attempt.step("repository", () -> noted(attempt, "none to try"));
      return;
    }
    try (HuggingFaceLink link = link(config, attempt)) {
      if (config.repository().isEmpty()) {
        attempt.step("token", () -> link.identify(attempt));
      } else {
        attempt.step("list repository", () -> link.prove(attempt));
      }
    }
  }

  private static boolean noted(Attempt attempt, String note) {
    attempt.note(note);
    return true;
  }

  @Override
  public ObjectLink open(HuggingFaceConfig config, Attempt attempt) throws StepFailed {
    HuggingFaceLink link = link(mustNameOne(config), attempt);
    attempt.step("list repository", () -> link.prove(attempt));
    link.keep(attempt);
    return link;
  }

  @Override
  public ObjectLink openUnproven(HuggingFaceConfig config, Attempt attempt) throws StepFailed {
    HuggingFaceLink link = link(mustNameOne(config), attempt);
    link.keep(attempt);
    return link;
  }

  private static HuggingFaceConfig mustNameOne(HuggingFaceConfig config) throws StepFailed {
    if (config.repository().isEmpty()) {
      throw new StepFailed(
          "the connection names no repository",
          "Use it with a location such as hf://owner/name/folder/.");
    }
    return config;
  }

  private HuggingFaceLink link(HuggingFaceConfig config, Attempt attempt) throws StepFailed {
    RequestSigner signer =
        config.token().isPresent()
            ? token(config.token().get(), attempt)
            : RequestSigner.NOBODY;
    HttpLine line = HttpLine.open(config.hub(), tls, attempt, permission);
    return new HuggingFaceLink(config, signer, line, attempt.otherHosts(tls, permission));
  }

  private RequestSigner token(OptionValue.SecretUse use, Attempt attempt) throws StepFailed {
    String token;
    try (SecretBytes value = attempt.secret(use)) {
      token = value.revealText(permission).strip();
    }
    if (token.isEmpty() || !HttpRequest.fits(token)) {
      attempt.step(
          "token",
          () -> {
            throw new StepFailed("the token is empty, or holds characters that none can have");
          });
    }
    return (_, _, request) -> request.withBearer(token);
  }
}
