package io.fairlead.connector.local;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.StorageType;
import io.fairlead.connector.StorageUri;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Connections of type `local`. A user of SQL has no business with this machine's files but where
/// the operator says so, which by default is nowhere.
public final class LocalType implements StorageType<LocalConfig> {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          SharedOptions.maxConnections(),
          OptionSpec.of(
                  "path",
                  Shape.TEXT,
                  "A folder of the server's machine, below one that its operator allows.")
              .ofPlace(),
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
    return List.of("LOCAL", "FS");
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
    new OptionReader(options, problems).checkStorageBounds();
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
    if (config.path().isEmpty()) {
      attempt.step("folder", () -> noted(attempt, "none to try"));
      return;
    }
    Path path = config.path().get();
    attempt.step("list folder", () -> list(path, attempt));
  }

  private static boolean noted(Attempt attempt, String note) {
    attempt.note(note);
    return true;
  }

  private boolean list(Path path, Attempt attempt) throws StepFailed {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(real(path, attempt))) {
      return noted(
          attempt, entries.iterator().hasNext() ? "readable" : "readable, nothing there");
    } catch (IOException failure) {
      throw LocalLink.cause(failure, attempt.deadline());
    }
  }

  /// The folder need not be there: the first file that is written makes it.
  @Override
  public LocalLink open(LocalConfig config, Attempt attempt) throws StepFailed {
    return attempt.step(
        "folder",
        () -> {
          Path path =
              config
                  .path()
                  .orElseThrow(
                      () ->
                          new StepFailed(
                              "the connection names no folder",
                              "Set PATH, or use a location such as fs:///folder/."));
          return new LocalLink(real(path, attempt));
        });
  }

  /// The path without symbolic links, as far as it is there.
  private Path real(Path path, Attempt attempt) throws StepFailed {
    try {
      Path there = path;
      while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS) && there.getParent() != null) {
        there = there.getParent();
      }
      Path real = there.toRealPath().resolve(there.relativize(path).toString()).normalize();
      if (isAllowed(real)) {
        return real;
      }
    } catch (IOException failure) {
      throw LocalLink.cause(failure, attempt.deadline());
    }
    throw new StepFailed("the path leads out of the folders that this server allows");
  }

  @Override
  public List<String> schemes() {
    return List.of("fs");
  }

  @Override
  public Options place(String uri, Problems problems) {
    Optional<StorageUri> parts = StorageUri.read(uri, problems);
    if (parts.filter(found -> !found.authority().isEmpty()).isPresent()) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "invalid location: it names a host; a folder of this server is fs:///folder/");
    }
    return parts
        .map(found -> Options.NONE.with("path", new OptionValue.Text(folder(found.path()))))
        .orElse(Options.NONE);
  }

  private static String folder(String path) {
    return "/" + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
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
