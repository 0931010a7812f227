package io.fairlead.law;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The compiled classes of a folder, as the laws read them.
final class ClassFiles {
  /// Where the build puts the server's own classes; tests run in the folder of the module.
  static final Path SERVER = Path.of("target", "classes");

  private ClassFiles() {}

  static List<ClassModel> in(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .sorted()
          .map(ClassFiles::parse)
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static ClassModel parse(Path file) {
    try {
      return ClassFile.of().parse(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// `io.fairlead.sql.Statement$Query`.
  static String name(ClassModel model) {
    return model.thisClass().asInternalName().replace('/', '.');
  }

  /// `sql.postgresql` for a class of `io.fairlead.sql.postgresql`; the full package for others.
  static String packageOf(String className) {
    String name = className.substring(0, Math.max(0, className.lastIndexOf('.')));
    return name.startsWith("io.fairlead.") ? name.substring("io.fairlead.".length()) : name;
  }

  /// The class without what is nested in it: the unit in which exceptions are granted.
  static String topLevel(String className) {
    int nested = className.indexOf('$');
    return nested < 0 ? className : className.substring(0, nested);
  }
}
