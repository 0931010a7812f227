package io.fairlead.server;

import io.fairlead.catalog.Catalog;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Proposal;
import io.fairlead.command.Passwords;
import io.fairlead.model.Grant;
import io.fairlead.model.Header;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Privilege;
import io.fairlead.model.Role;
import io.fairlead.model.Schema;
import io.fairlead.secret.SecretBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The first start of a catalog: makes the role `admin` and the schema `public`, which everybody may
/// use. Later starts change neither.
final class FirstStart {
  /// No letters or digits that look alike.
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

  private static final int PASSWORD_LENGTH = 26;

  private final Catalog catalog;
  private final Passwords passwords;
  private final SecureRandom random;

  FirstStart(Catalog catalog, Passwords passwords, SecureRandom random) {
    this.catalog = catalog;
    this.passwords = passwords;
    this.random = random;
  }

  /// @param given the password that the environment gives
  /// @return the file with the generated password; empty when none was generated
  Optional<Path> prepare(Path data, Optional<String> given) throws IOException {
    if (catalog.image().role(Role.ADMIN).isPresent() || catalog.image().size() > 0) {
      return Optional.empty();
    }
    String password = given.orElseGet(this::generated);
    Optional<Path> file = Optional.empty();
    if (given.isEmpty()) {
      file = Optional.of(write(data.resolve("admin-password"), password));
    }
    String verifier = passwords.verifier(SecretBytes.of(password));
    ObjectId adminId = catalog.reserveId();
    ObjectId schemaId = catalog.reserveId();
    catalog.submit(
        new Proposal<>(
            Role.ADMIN,
            "",
            "first start",
            (image, now) -> {
              if (image.size() > 0) {
                return Decision.nothing(false);
              }
              Role admin =
                  new Role(
                      Header.first(adminId, Name.global(Role.ADMIN), adminId, now),
                      true,
                      true,
                      Optional.of(verifier),
                      List.of());
              Grant toEverybody =
                  new Grant(Optional.empty(), adminId, Set.of(Privilege.USAGE));
              Schema schema =
                  new Schema(
                      Header.first(schemaId, Name.global(Name.PUBLIC), adminId, now)
                          .withGrants(List.of(toEverybody)));
              return new Decision<>(
                  List.of(new Change.Put(admin), new Change.Put(schema)), true);
            }));
    return file;
  }

  private String generated() {
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < PASSWORD_LENGTH; i++) {
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }

  /// The file has its narrow rights before it has its content.
  private static Path write(Path file, String password) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, password + "\n");
    return file;
  }
}
