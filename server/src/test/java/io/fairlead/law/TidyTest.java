package io.fairlead.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TidyTest {
  private static final Path LAW = Path.of("src", "test", "resources", "law");
  private static final Path REPOSITORY = Path.of("").toAbsolutePath().resolve("..").normalize();
  private static final Path TEST_CLASSES = Path.of("target", "test-classes");

  @Test
  void nobodyCallsWhatIsBanned() throws IOException {
    assertNone(bans().violations(ClassFiles.in(ClassFiles.SERVER)));
  }

  @Test
  void seesBannedCalls(@TempDir Path folder) throws IOException {
    Planted planted =
        new Planted(folder)
            .with("io.fairlead.model.Env", "class Env { String x = System.getenv(\"X\"); }")
            .with("io.fairlead.base.Env", "class Env { String x = System.getenv(\"X\"); }")
            .with("io.fairlead.model.Out", "class Out { void f() { System.out.println(); } }")
            .with("io.fairlead.shell.Out", "class Out { void f() { System.out.println(); } }")
            .with("io.fairlead.sql.a.Clock", "class Clock { Object t = java.time.Instant.now(); }")
            .with("io.fairlead.sql.Dice", "class Dice { Object r = new java.util.Random(); }")
            .with("io.fairlead.sql.Nano", "class Nano { Runnable r = System::nanoTime; }")
            .with("io.fairlead.sql.State", "class State { static int n; static final int N = 1; }")
            .with("io.fairlead.base.State", "class State { static int count; }")
            .with("io.fairlead.sql.Db", "class Db { Object d = java.sql.DriverManager.drivers(); }")
            .with(
                "io.fairlead.secret.Reveal",
                "public class Reveal { public static void create() {} }")
            .with("io.fairlead.server.Main", "class Main {{ io.fairlead.secret.Reveal.create(); }}")
            .with("io.fairlead.server.Pry", "class Pry {{ io.fairlead.secret.Reveal.create(); }}");
    assertEquals(
        """
        io.fairlead.model.Env uses java.lang.System.getenv
        io.fairlead.model.Out uses java.lang.System.out
        io.fairlead.server.Pry uses io.fairlead.secret.Reveal.create
        io.fairlead.sql.Db uses java.sql.DriverManager.drivers
        io.fairlead.sql.Dice uses java.util.Random.<init>
        io.fairlead.sql.Nano uses java.lang.System.nanoTime
        io.fairlead.sql.State has static state
        io.fairlead.sql.a.Clock uses java.time.Instant.now""",
        String.join("\n", bans().violations(planted.compiled())).replaceAll("(?m):.*$", ""));
  }

  @Test
  void namesSaySomething() {
    assertNone(Tidiness.vagueNames(ClassFiles.in(ClassFiles.SERVER)));
    assertNone(Tidiness.vagueNames(ClassFiles.in(TEST_CLASSES)));
  }

  @Test
  void seesNamesThatSayNothing(@TempDir Path folder) throws IOException {
    Planted planted =
        new Planted(folder)
            .with("io.fairlead.sql.SqlUtils", "class SqlUtils { class SessionManager {} }")
            .with("io.fairlead.sql.Utility", "class Utility {}")
            .with("io.fairlead.sql.Implant", "class Implant {}");
    assertEquals(
        """
        io.fairlead.sql.SqlUtils$SessionManager: "Manager" says nothing
        io.fairlead.sql.SqlUtils$SessionManager: "Utils" says nothing
        io.fairlead.sql.SqlUtils: "Utils" says nothing
        io.fairlead.sql.Utility: "Utility" says nothing""",
        String.join("\n", Tidiness.vagueNames(planted.compiled())));
  }

  @Test
  void methodsAreShort() {
    assertNone(Tidiness.longMethods(ClassFiles.in(ClassFiles.SERVER)));
  }

  @Test
  void seesALongMethod(@TempDir Path folder) throws IOException {
    String first = "class Long { int x;\nvoid f() {\n x++;\n";
    Planted planted =
        new Planted(folder)
            .with("io.fairlead.sql.Long", first + "\n".repeat(Tidiness.METHOD_LINES - 2) + "}}")
            .with("io.fairlead.sql.a.Long", first + "\n".repeat(Tidiness.METHOD_LINES - 1) + "}}");
    assertEquals(
        List.of("io.fairlead.sql.a.Long.f: " + (Tidiness.METHOD_LINES + 1) + " lines"),
        Tidiness.longMethods(planted.compiled()));
  }

  @Test
  void packagesAreNullMarked() {
    assertNone(Tidiness.unmarkedPackages(ClassFiles.in(ClassFiles.SERVER)));
  }

  @Test
  void seesAPackageWithoutNullMark(@TempDir Path folder) throws IOException {
    Planted planted =
        new Planted(folder)
            .with("io.fairlead.sql.Any", "class Any {}")
            .with("io.fairlead.base.NullMarked", "public @interface NullMarked {}");
    assertEquals(
        List.of("package base is not @NullMarked", "package sql is not @NullMarked"),
        Tidiness.unmarkedPackages(planted.compiled()));
  }

  @Test
  void sourcesAreTidy() {
    assertNone(Tidiness.untidySources(Path.of("src")));
  }

  @Test
  void seesLongFilesAndSilentSuppression(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("Fits.java"), "\n".repeat(Tidiness.FILE_LINES));
    Files.writeString(folder.resolve("Long.java"), "\n".repeat(Tidiness.FILE_LINES + 1));
    Files.writeString(
        folder.resolve("Silent.java"),
        """
        // The field is set by the framework.
        @Suppress("unused")
        int told;

        @Suppress("unused")
        int silent;
        """
            .replace("@Suppress", "@SuppressWarnings"));
    assertEquals(
        """
        Long.java: 501 lines
        Silent.java:5: suppresses a warning and does not say why""",
        String.join("\n", Tidiness.untidySources(folder)));
  }

  @Test
  void textsSpeakOfTheProjectAlone() throws IOException {
    assertTrue(Files.exists(REPOSITORY.resolve("fairlead")), "not the repository: " + REPOSITORY);
    List<String> found = Tidiness.foreignTexts(REPOSITORY, foreign());
    assertNone(found.stream().filter(line -> !line.contains("law/foreign.txt:")).toList());
  }

  @Test
  void seesForeignTexts(@TempDir Path folder) throws IOException {
    Path docs = Files.createDirectories(folder.resolve("docs"));
    Files.writeString(docs.resolve("a.md"), "fine\nsee " + "/ro" + "ot/notes and ./work/x\n");
    Files.writeString(folder.resolve("run"), "curl " + "repo.mav" + "en.apache.org\n");
    Path skipped = Files.createDirectories(folder.resolve("target"));
    Files.writeString(skipped.resolve("b.md"), "/ro" + "ot/notes\n");
    assertEquals(
        """
        docs/a.md:2: matches
        run:1: matches""",
        String.join("\n", Tidiness.foreignTexts(folder, foreign()))
            .replaceAll("(?m)matches.*$", "matches"));
  }

  private static BannedCalls bans() throws IOException {
    return BannedCalls.parse(Files.readAllLines(LAW.resolve("tidy.txt")));
  }

  private static List<Pattern> foreign() throws IOException {
    return Files.readAllLines(LAW.resolve("foreign.txt")).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(Pattern::compile)
        .toList();
  }

  private static void assertNone(List<String> found) {
    assertEquals("", String.join("\n", found));
  }
}
