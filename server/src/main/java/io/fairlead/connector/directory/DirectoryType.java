package io.fairlead.connector.directory;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.ReadOnlyVault;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Vault;
import io.fairlead.connector.VaultType;
import io.fairlead.model.Options;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Connections of type `secret-directory`.
public final class DirectoryType implements VaultType<DirectoryConfig> {
  private static final String PATH = "path";
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of(
                  PATH, Shape.TEXT, "The directory, below one that the server's operator allows.")
              .needed(),
          SharedOptions.active());
  private static final DirectoryConfig NOWHERE = new DirectoryConfig(Path.of(""), Path.of(""));

  private final List<Path> allowedRoots;

  /// @param allowedRoots absolute directories that may be read, with all below them
  public DirectoryType(List<Path> allowedRoots) {
    this.allowedRoots = List.copyOf(allowedRoots);
  }

  @Override
  public String name() {
    return "secret-directory";
  }

  @Override
  public List<String> spellings() {
    return List.of("SECRET DIRECTORY");
  }

  @Override
  public List<OptionSpec> options() {
    return OPTIONS;
  }

  @Override
  public boolean validatesByDefault() {
    return true;
  }

  /// By the text alone: what links make of it is looked at with every read.
  @Override
  public DirectoryConfig configure(Options options, Problems problems) {
    Optional<Path> path = options.text(PATH).flatMap(DirectoryType::path);
    Optional<Path> root =
        path.flatMap(
            found -> allowedRoots.stream().filter(found::startsWith).findFirst());
    if (options.has(PATH) && path.isEmpty()) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "invalid PATH: it must be an absolute path without . and .. in it");
    } else if (path.isPresent() && root.isEmpty()) {
      problems.add(
          Problem.of(
                  ProblemKind.INVALID_OPTION,
                  "invalid PATH: this server may not read secrets from there")
              .withHint("The server's operator names the directories that it may read."));
    }
    return root.map(allowed -> new DirectoryConfig(path.get(), allowed)).orElse(NOWHERE);
  }

  private static Optional<Path> path(String text) {
    try {
      Path path = Path.of(text);
      return path.isAbsolute() && path.equals(path.normalize())
          ? Optional.of(path)
          : Optional.empty();
    } catch (InvalidPathException broken) {
      return Optional.empty();
    }
  }

  @Override
  public void probe(DirectoryConfig config, Attempt attempt) throws StepFailed {
    SecretFiles files = new SecretFiles(config);
    attempt.step(
        "list secrets",
        () -> {
          boolean any = files.hasAny();
          attempt.note(any ? "" : "the directory is empty");
          return any;
        });
  }

  @Override
  public Vault open(DirectoryConfig config, Attempt attempt) {
    return new ReadOnlyVault("a directory of secrets", attempt, new SecretFiles(config)::read);
  }
}
