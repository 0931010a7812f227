package io.fairlead.law;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.LineNumberInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What keeps the code readable, as far as a program can tell: sizes, names, null marks, and texts
/// that speak of nothing but the project.
final class Tidiness {
  static final int FILE_LINES = 500;
  static final int METHOD_LINES = 60;

  private static final Set<String> VAGUE =
      Set.of(
          "Util", "Utils", "Utility", "Common", "Helper", "Helpers", "Impl", "Manager", "Service",
          "Dto");
  private static final Pattern WORD = Pattern.compile("[A-Z][a-z0-9]*");
  private static final Pattern SUPPRESSION = Pattern.compile("^\\s*@SuppressWarnings\\b");
  private static final Set<String> NOT_OURS =
      Set.of(".git", ".idea", ".vscode", "target", "fairlead-data", "node_modules");
  private static final Pattern TEXT =
      Pattern.compile(".*\\.(java|md|txt|xml|sh|sql|properties|ya?ml|json|html|css|js|gitignore)");

  private Tidiness() {}

  /// Classes with a name that says nothing.
  static List<String> vagueNames(List<ClassModel> classes) {
    Set<String> found = new TreeSet<>();
    for (ClassModel model : classes) {
      String name = ClassFiles.name(model);
      Matcher words = WORD.matcher(name.substring(name.lastIndexOf('.') + 1));
      while (words.find()) {
        if (VAGUE.contains(words.group())) {
          found.add(name + ": \"" + words.group() + "\" says nothing");
        }
      }
    }
    return new ArrayList<>(found);
  }

  /// Methods whose first and last line of code are too far apart. Constructors and static
  /// initialisers are left out: the fields' own initialisers count as theirs.
  static List<String> longMethods(List<ClassModel> classes) {
    List<String> found = new ArrayList<>();
    for (ClassModel model : classes) {
      for (MethodModel method : model.methods()) {
        int lines = method.methodName().stringValue().startsWith("<") ? 0 : lines(method);
        if (lines > METHOD_LINES) {
          String name = ClassFiles.name(model) + "." + method.methodName().stringValue();
          found.add(name + ": " + lines + " lines");
        }
      }
    }
    return found;
  }

  private static int lines(MethodModel method) {
    IntSummaryStatistics span =
        method
            .findAttribute(Attributes.code())
            .flatMap(code -> code.findAttribute(Attributes.lineNumberTable()))
            .stream()
            .flatMap(table -> table.lineNumbers().stream())
            .mapToInt(LineNumberInfo::lineNumber)
            .summaryStatistics();
    return span.getCount() == 0 ? 0 : span.getMax() - span.getMin() + 1;
  }

  /// Packages without a `package-info` that says `@NullMarked`.
  static List<String> unmarkedPackages(List<ClassModel> classes) {
    Set<String> all = new TreeSet<>();
    Set<String> marked = new HashSet<>();
    for (ClassModel model : classes) {
      String name = ClassFiles.name(model);
      all.add(ClassFiles.packageOf(name));
      boolean isMarked =
          model
              .findAttribute(Attributes.runtimeVisibleAnnotations())
              .filter(found -> found.annotations().toString().contains("NullMarked"))
              .isPresent();
      if (name.endsWith(".package-info") && isMarked) {
        marked.add(ClassFiles.packageOf(name));
      }
    }
    all.removeAll(marked);
    return all.stream().map(name -> "package " + name + " is not @NullMarked").toList();
  }

  /// Java files that are too long, and warnings that are suppressed without a word.
  static List<String> untidySources(Path folder) {
    List<String> found = new ArrayList<>();
    for (Path file : texts(folder)) {
      if (!file.toString().endsWith(".java")) {
        continue;
      }
      List<String> lines = read(file).lines().toList();
      String name = folder.relativize(file).toString();
      if (lines.size() > FILE_LINES) {
        found.add(name + ": " + lines.size() + " lines");
      }
      for (int i = 0; i < lines.size(); i++) {
        String before = i == 0 ? "" : lines.get(i - 1).strip();
        boolean explained = lines.get(i).contains("//") || before.startsWith("//");
        if (SUPPRESSION.matcher(lines.get(i)).find() && !explained) {
          found.add(name + ":" + (i + 1) + ": suppresses a warning and does not say why");
        }
      }
    }
    return found;
  }

  /// Texts in which one of the patterns is found.
  static List<String> foreignTexts(Path folder, List<Pattern> foreign) {
    List<String> found = new ArrayList<>();
    for (Path file : texts(folder)) {
      List<String> lines = read(file).lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        for (Pattern pattern : foreign) {
          if (pattern.matcher(lines.get(i)).find()) {
            found.add(folder.relativize(file) + ":" + (i + 1) + ": matches " + pattern);
          }
        }
      }
    }
    return found;
  }

  private static List<Path> texts(Path folder) {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
              Path name = path.getFileName();
              return name != null && NOT_OURS.contains(name.toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              String name = String.valueOf(file.getFileName());
              if (TEXT.matcher(name).matches() || name.indexOf('.') < 0) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    files.sort(null);
    return files;
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
