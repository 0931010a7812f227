package io.fairlead.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.lang.classfile.ClassModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageLawTest {
  private static final Path LAW = Path.of("src", "test", "resources", "law", "packages.txt");

  @Test
  void theServerKeepsTheLaw() throws IOException {
    List<ClassModel> classes = ClassFiles.in(ClassFiles.SERVER);
    assertFalse(classes.isEmpty());
    assertEquals(
        "", String.join("\n", PackageLaw.parse(Files.readAllLines(LAW)).violations(classes)));
  }

  @Test
  void seesUpwardAndSidewaysUse(@TempDir Path folder) throws IOException {
    List<ClassModel> classes =
        new Planted(folder)
            .with("io.fairlead.base.Low", "public class Low { io.fairlead.model.High up; }")
            .with("io.fairlead.model.High", "public class High { io.fairlead.base.Low down; }")
            .with("io.fairlead.sql.left.Left", "class Left { io.fairlead.sql.right.Right r; }")
            .with("io.fairlead.sql.right.Right", "public class Right { io.fairlead.sql.Top t; }")
            .with("io.fairlead.sql.Top", "public class Top { io.fairlead.sql.right.Right r; }")
            .with("io.fairlead.sql.right.in.Deep", "class Deep { io.fairlead.sql.right.Right r; }")
            .compiled();
    assertEquals(
        """
        io.fairlead.base.Low -> io.fairlead.model.High
        io.fairlead.sql.Top -> io.fairlead.sql.right.Right
        io.fairlead.sql.left.Left -> io.fairlead.sql.right.Right""",
        shown(law("base :", "model : base", "sql :", "sql.* : sql").violations(classes)));
  }

  @Test
  void seesUseInSignaturesCallsAndAnnotations(@TempDir Path folder) throws IOException {
    List<ClassModel> classes =
        new Planted(folder)
            .with("io.fairlead.model.Mark", "public @interface Mark {}")
            .with("io.fairlead.model.Item", "public class Item { public static void go() {} }")
            .with("io.fairlead.base.Generic", "class Generic<T extends io.fairlead.model.Item> {}")
            .with("io.fairlead.base.Call", "class Call {{ io.fairlead.model.Item.go(); }}")
            .with("io.fairlead.base.Marked", "@io.fairlead.model.Mark class Marked {}")
            .with("io.fairlead.base.Nest", "class Nest { class In { io.fairlead.model.Item i; } }")
            .compiled();
    assertEquals(
        """
        io.fairlead.base.Call -> io.fairlead.model.Item
        io.fairlead.base.Generic -> io.fairlead.model.Item
        io.fairlead.base.Marked -> io.fairlead.model.Mark
        io.fairlead.base.Nest -> io.fairlead.model.Item""",
        shown(law("base :", "model : base").violations(classes)));
  }

  @Test
  void anExceptionAllowsOneUseAndMustBeNeeded(@TempDir Path folder) throws IOException {
    List<ClassModel> classes =
        new Planted(folder)
            .with("io.fairlead.base.Low", "public class Low { io.fairlead.model.High up; }")
            .with("io.fairlead.model.High", "public class High {}")
            .compiled();
    String needed = "except io.fairlead.base.Low -> io.fairlead.model.High because of this test";
    assertEquals(List.of(), law("base :", "model :", needed).violations(classes));
    assertEquals(
        List.of("the exception io.fairlead.base.Low -> io.fairlead.model.High is not needed"),
        law("base : model", "model :", needed).violations(classes));
  }

  @Test
  void aPackageWithoutALineIsAViolation(@TempDir Path folder) throws IOException {
    List<ClassModel> classes =
        new Planted(folder).with("io.fairlead.attic.Box", "class Box {}").compiled();
    assertEquals(
        List.of("package attic is not in the law"), law("base :", "base.* :").violations(classes));
  }

  private static String shown(List<String> violations) {
    return String.join("\n", violations);
  }

  private static PackageLaw law(String... lines) {
    return PackageLaw.parse(List.of(lines));
  }
}
