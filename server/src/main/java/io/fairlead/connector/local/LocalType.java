package io.fairlead.connector.local;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.Options;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Connections of type `local`. A user of SQL has no business with this machine's files but where
/// the operator says so, which by default is nowhere.
public final class LocalType implements ConnectorType<LocalConfig> {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          SharedOptions.maxConnections(),
          OptionSpec.of(
                  "path",
                  Shape.TEXT,
                  "A folder of the server's machine, below one that its operator allows.")
              .needed(),
          SharedOptions.timeout());

  private final List<Path> allowedRoots;

  /// @param allowedRoots folders below which a path may be
  public LocalType(List<Path> allowedRoots) {
    this.allowedRoots = List.copyOf(allowedRoots);
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public List<String> spellings() {
    return List.of("LOCAL");
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
  public LocalConfig configure(Options options, Problems problems) {
    new OptionReader(options, problems).checkBounds();
    return new LocalConfig(options.text("path").flatMap(text -> path(text, problems)));
  }

  private Optional<Path> path(String text, Problems problems) {
    Path path;
    try {
      path = Path.of(text);
    } catch (InvalidPathException invalid) {
      path = Path.of("");
    }
    if (!path.isAbsolute() || !path.equals(path.normalize())) {
      problems.add(
          ProblemKind.INVALID_OPTION, "invalid PATH: it is not absolute, or it makes detours");
      return Optional.empty();
    }
    if (allowedRoots.stream().map(LocalType::absolute).noneMatch(path::startsWith)) {
      problems.add(
          Problem.of(
                  ProblemKind.INVALID_OPTION,
                  "invalid PATH: it is not below a folder that this server allows")
              .withHint("The server's operator lists the allowed folders; by default none is."));
      return Optional.empty();
    }
    return Optional.of(path);
  }

  private static Path absolute(Path root) {
    return root.toAbsolutePath().normalize();
  }

  @Override
  public void probe(LocalConfig config, Attempt attempt) throws StepFailed {
    Path path = config.path().orElseThrow();
    attempt.step("list folder", () -> list(path, attempt));
  }

  private boolean list(Path path, Attempt attempt) throws StepFailed {
    try {
      Path real = path.toRealPath();
      if (!isAllowed(real)) {
        throw new StepFailed("the path leads out of the folders that this server allows");
      }
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(real)) {
        attempt.note(entries.iterator().hasNext() ? "readable" : "readable, nothing there");
        return true;
      }
    } catch (NoSuchFileException missing) {
      throw new StepFailed("the folder does not exist");
    } catch (NotDirectoryException file) {
      throw new StepFailed("the path is not a folder");
    } catch (AccessDeniedException denied) {
      throw new StepFailed("this server may not read the folder");
    } catch (IOException failure) {
      throw new StepFailed("the folder cannot be read");
    }
  }

  /// Symbolic links count for where they lead, in the roots as well.
  private boolean isAllowed(Path real) throws IOException {
    for (Path root : allowedRoots) {
      if (Files.exists(root) && real.startsWith(root.toRealPath())) {
        return true;
      }
    }
    return false;
  }
}
