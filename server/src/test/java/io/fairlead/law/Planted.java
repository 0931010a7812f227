package io.fairlead.law;

import java.io.IOException;
import java.lang.classfile.ClassModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// A small code base of its own, compiled into a folder, for a test that wants to see a rule bite.
final class Planted {
  private final Path folder;
  private final List<Path> files = new ArrayList<>();

  Planted(Path folder) {
    this.folder = folder;
  }

  /// Adds one source file.
  ///
  /// @param className `io.fairlead.sql.Example`
  /// @param body what follows the package line
  Planted with(String className, String body) throws IOException {
    Path file = folder.resolve("src").resolve(className.replace('.', '/') + ".java");
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    String name = className.substring(0, className.lastIndexOf('.'));
    files.add(Files.writeString(file, "package " + name + ";\n" + body));
    return this;
  }

  Path sources() {
    return folder.resolve("src");
  }

  List<ClassModel> compiled() throws IOException {
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    Path out = Files.createDirectories(folder.resolve("classes"));
    List<String> arguments = new ArrayList<>(List.of("-d", out.toString(), "-proc:none"));
    files.forEach(file -> arguments.add(file.toString()));
    int result = compiler.run(null, null, null, arguments.toArray(String[]::new));
    if (result != 0) {
      throw new IllegalStateException("the planted sources do not compile");
    }
    return ClassFiles.in(out);
  }
}
