package io.fairlead.engine.duckdb;

import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Grant;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Privilege;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who may do what with an object, as PostgreSQL prints it: `ann=U/admin`, nothing in front of `=`
/// for PUBLIC. The owner comes first; that it has everything stands in no grant.
final class AccessList {
  private static final Predicate<String> PLAIN =
      Pattern.compile("[\\p{IsAlphabetic}\\p{IsDigit}_]+").asMatchPredicate();

  private AccessList() {}

  /// All grants of an object, the owner's first.
  static Stream<Grant> grants(CatalogObject object) {
    Set<Privilege> all = object.kind().privileges();
    return all.isEmpty()
        ? Stream.of()
        : Stream.concat(
            Stream.of(new Grant(Optional.of(object.owner()), object.owner(), all)),
            object.header().grants().stream());
  }

  /// One item a line; DuckDB's Java functions cannot make lists.
  static String of(Image image, CatalogObject object) {
    return grants(object)
        .map(
            grant ->
                grant.grantee().map(id -> printed(image, id)).orElse("")
                    + "="
                    + letters(grant.privileges())
                    + "/"
                    + printed(image, grant.grantor()))
        .collect(Collectors.joining("\n"));
  }

  static String letters(Set<Privilege> privileges) {
    return privileges.stream()
        .map(privilege -> String.valueOf(privilege.letter()))
        .collect(Collectors.joining());
  }

  static String name(Image image, ObjectId role) {
    return image.role(role).map(found -> found.name().object()).orElse("");
  }

  /// The names of privileges, one a line.
  static String words(Set<Privilege> privileges) {
    return privileges.stream().map(Privilege::name).collect(Collectors.joining("\n"));
  }

  private static String printed(Image image, ObjectId role) {
    String name = name(image, role);
    return PLAIN.test(name) ? name : '"' + name.replace("\"", "\"\"") + '"';
  }
}
