package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.fairlead.connector.ConnectorType;
import io.fairlead.sql.Dialect;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Whatever there can be more of stands in [Extensions].
class ExtensionsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.fairlead");

  @Test
  void everyConnectorAndDialectIsListed() {
    Set<String> listed =
        CLASSES.get(Extensions.class).getConstructorCallsFromSelf().stream()
            .map(call -> call.getTargetOwner().getName())
            .collect(Collectors.toCollection(TreeSet::new));
    for (Class<?> open : Set.of(ConnectorType.class, Dialect.class)) {
      Set<String> found =
          CLASSES.get(open).getAllSubclasses().stream()
              .filter(type -> !type.isInterface())
              .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
              .map(JavaClass::getName)
              .collect(Collectors.toCollection(TreeSet::new));
      assertTrue(found.size() >= 2, "the search finds implementations of " + open);
      Set<String> missing = new TreeSet<>(found);
      missing.removeAll(listed);
      assertEquals(Set.of(), missing);
    }
  }
}
