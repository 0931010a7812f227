package io.fairlead.connector.ipfs;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.HttpLine;
import io.fairlead.connector.ObjectLink;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.PercentEncoding;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.StorageType;
import io.fairlead.connector.StorageUri;
import io.fairlead.connector.Tls;
import io.fairlead.connector.WebLink;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.util.List;

/// Connections of type `ipfs`: one file by its hash, through a gateway. Gateways list no folders in a
/// form that holds for all of them, so the location is a file.
public final class IpfsType implements StorageType<IpfsConfig> {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of("endpoint", Shape.TEXT, "The URL of the gateway.")
              .spelled("ENDPOINT URL")
              .initially("https://ipfs.io")
              .ofPlace(),
          OptionSpec.of("file", Shape.TEXT, "The hash, and the path below it: HASH/data.csv.")
              .ofPlace(),
          SharedOptions.maxConnections(),
          SharedOptions.timeout());

  private final Reveal permission;
  private final Tls tls;

  /// @param tls how the gateway is recognised
  public IpfsType(Reveal permission, Tls tls) {
    this.permission = permission;
    this.tls = tls;
  }

  @Override
  public String name() {
    return "ipfs";
  }

  @Override
  public List<String> spellings() {
    return List.of("IPFS");
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
    return List.of("ipfs");
  }

  @Override
  public Options place(String uri, Problems problems) {
    return StorageUri.read(uri, problems)
        .map(
            parts -> {
              String path = parts.path().isEmpty() ? "" : "/" + parts.path();
              return Options.NONE.with("file", new OptionValue.Text(parts.authority() + path));
            })
        .orElse(Options.NONE);
  }

  /// A hash with a path is one file.
  @Override
  public Input input(String path) {
    return new Input(uri(path), "");
  }

  @Override
  public IpfsConfig configure(Options options, Problems problems) {
    OptionReader reader = new OptionReader(options, problems);
    reader.checkStorageBounds();
    String file = options.has("file") ? reader.word("file") : "";
    if (!file.isEmpty() && !file.matches("[A-Za-z0-9]{10,120}(/.*)?")) {
      problems.add(ProblemKind.INVALID_OPTION, "invalid FILE: it does not begin with a hash");
    }
    return new IpfsConfig(
        reader.address("endpoint").orElseGet(() -> HttpAddress.https("ipfs.io")), file);
  }

  @Override
  public void probe(IpfsConfig config, Attempt attempt) throws StepFailed {
    try (HttpLine line = HttpLine.open(config.address(), tls, attempt, permission);
        WebLink link = link(config, line)) {
      if (!config.file().isEmpty()) {
        attempt.step("find file", () -> link.find(config.name(), attempt.deadline()).isPresent());
      }
    }
  }

  private static WebLink link(IpfsConfig config, HttpLine line) {
    String base = line.address().target("/ipfs/" + PercentEncoding.ofPath(config.folder()));
    return new WebLink(line, base, List.of(config.name()), (_, _, request) -> request);
  }

  @Override
  public ObjectLink open(IpfsConfig config, Attempt attempt) throws StepFailed {
    if (config.file().isEmpty()) {
      throw new StepFailed(
          "the connection names no file", "Use it with a location such as ipfs://hash/data.csv.");
    }
    WebLink link = link(config, HttpLine.open(config.address(), tls, attempt, permission));
    link.keep(attempt);
    return link;
  }
}
