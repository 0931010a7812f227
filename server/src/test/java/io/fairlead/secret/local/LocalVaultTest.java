package io.fairlead.secret.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.catalog.Material;
import io.fairlead.catalog.Store;
import io.fairlead.catalog.store.SqliteStore;
import io.fairlead.model.Header;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretVersion;
import io.fairlead.model.Touch;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStore;
import io.fairlead.secret.SecretStoreContract;
import io.fairlead.secret.Slot;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalVaultTest extends SecretStoreContract {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path parent;
  private Store store;
  private LocalVault vault;

  private Path keyFile() {
    return parent.resolve("master.key");
  }

  @BeforeEach
  void start() throws Exception {
    store = SqliteStore.open(parent.resolve("data"), UUID.randomUUID(), NOON);
    vault = vault(new KeyFile(keyFile()));
  }

  @AfterEach
  void stop() {
    store.close();
  }

  private LocalVault vault(KeySource source) throws Exception {
    MasterKey master = MasterKey.find(source, store);
    return new LocalVault(
        master, store.head().catalog(), new StoreMaterial(store), new SecureRandom(), REVEAL);
  }

  @Override
  protected SecretStore store() {
    return vault;
  }

  private static void assertUnavailable(LocalVault vault, Slot slot, MaterialRef material) {
    Refusal refusal = assertThrows(Refusal.class, () -> vault.read(slot, material));
    assertEquals(ProblemKind.SECRET_UNAVAILABLE, refusal.problem().kind());
    assertEquals(
        "the secret material of object \"" + slot.object() + "\" cannot be opened",
        refusal.getMessage());
    assertEquals(
        "It is missing, damaged, or belongs to another object.", refusal.problem().detail());
  }

  private MaterialRef copy(byte[] sealed, String key) throws Exception {
    store.removeMaterial(List.of(key));
    store.append(0, List.of(), 1, List.of(new Material(key, sealed)));
    return new MaterialRef(LocalVault.BACKEND, key);
  }

  @Test
  void everyFlippedBitIsNoticed() throws Exception {
    MaterialRef material = vault.keep(SLOT, SecretBytes.of("secret"));
    byte[] sealed = store.material(material.key()).orElseThrow();
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] flipped = sealed.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertUnavailable(vault, SLOT, copy(flipped, material.key()));
    }
    for (int length = 0; length < sealed.length; length++) {
      assertUnavailable(
          vault, SLOT, copy(java.util.Arrays.copyOf(sealed, length), material.key()));
    }
    copy(sealed, material.key());
    assertEquals("secret", vault.read(SLOT, material).revealText(REVEAL));
  }

  @Test
  void materialOpensOnlyInItsOwnPlace() throws Exception {
    MaterialRef mine = vault.keep(SLOT, SecretBytes.of("mine"));
    MaterialRef other = vault.keep(SLOT, SecretBytes.of("other"));
    byte[] sealed = store.material(mine.key()).orElseThrow();
    assertUnavailable(vault, new Slot(new ObjectId(5), Slot.VALUE), mine);
    assertUnavailable(vault, new Slot(SLOT.object(), Slot.KEY), mine);
    assertUnavailable(vault, SLOT, copy(sealed, other.key()));
    LocalVault elsewhere =
        new LocalVault(
            MasterKey.find(new KeyFile(keyFile()), store),
            UUID.randomUUID().toString(),
            new StoreMaterial(store),
            new SecureRandom(),
            REVEAL);
    assertUnavailable(elsewhere, SLOT, mine);
  }

  @Test
  void partsOfABindingCannotShift() {
    assertFalse(
        java.util.Arrays.equals(Binding.of("ab", "c"), Binding.of("a", "bc")));
    assertArrayEquals(Binding.of("a", "bc"), Binding.of("a", "bc"));
  }

  @Test
  void sizeTellsOnlyAClass() {
    Set<Integer> sizes = new HashSet<>();
    for (int length = 0; length <= 60; length++) {
      MaterialRef material = vault.keep(SLOT, SecretBytes.of(new byte[length]));
      sizes.add(store.material(material.key()).orElseThrow().length);
    }
    assertEquals(1, sizes.size());
    MaterialRef larger = vault.keep(SLOT, SecretBytes.of(new byte[61]));
    assertFalse(sizes.contains(store.material(larger.key()).orElseThrow().length));
  }

  private void assertSealed(LocalVault sealed, MaterialRef material) throws Exception {
    assertTrue(sealed.isSealed());
    Set<String> before = keys();
    for (Runnable use :
        List.<Runnable>of(
            () -> sealed.keep(SLOT, SecretBytes.of("x")),
            () -> sealed.read(SLOT, material),
            () -> sealed.remove(SLOT, material))) {
      Refusal refusal = assertThrows(Refusal.class, use::run);
      assertEquals(ProblemKind.SEALED, refusal.problem().kind());
      assertEquals(
          "Start the server with the master key of this catalog.", refusal.problem().hint());
    }
    assertEquals(before, keys());
  }

  private Set<String> keys() {
    Set<String> found = new HashSet<>();
    store.materialKeys(found::add);
    return found;
  }

  @Test
  void missingKeyFileSealsTheVaultAndMakesNoNewOne() throws Exception {
    MaterialRef material = vault.keep(SLOT, SecretBytes.of("kept"));
    Path away = parent.resolve("away");
    Files.move(keyFile(), away);
    assertSealed(vault(new KeyFile(keyFile())), material);
    assertFalse(Files.exists(keyFile()));
    Files.move(away, keyFile());
    LocalVault again = vault(new KeyFile(keyFile()));
    assertEquals("kept", again.read(SLOT, material).revealText(REVEAL));
  }

  @Test
  void wrongKeySealsTheVault() throws Exception {
    MaterialRef material = vault.keep(SLOT, SecretBytes.of("kept"));
    byte[] check = store.note(MasterKey.CHECK).orElseThrow();
    Path other = parent.resolve("other.key");
    new KeyFile(other).create();
    assertSealed(vault(new KeyFile(other)), material);
    assertArrayEquals(check, store.note(MasterKey.CHECK).orElseThrow());
  }

  @Test
  void textThatIsNoKeySealsTheVault() throws Exception {
    MaterialRef material = vault.keep(SLOT, SecretBytes.of("kept"));
    for (String text : List.of("", "{}", "no key", "[]")) {
      assertSealed(vault(new KeySource.Given(SecretBytes.of(text), REVEAL)), material);
    }
  }

  @Test
  void sameKeyMayBeGivenAsText() throws Exception {
    MaterialRef material = vault.keep(SLOT, SecretBytes.of("kept"));
    SecretBytes text = SecretBytes.of(Files.readString(keyFile()));
    LocalVault given = vault(new KeySource.Given(text, REVEAL));
    assertEquals("kept", given.read(SLOT, material).revealText(REVEAL));
  }

  @Test
  void damagedCheckSealsTheVault() throws Exception {
    MaterialRef material = vault.keep(SLOT, SecretBytes.of("kept"));
    store.keepNote(MasterKey.CHECK, new byte[40]);
    assertSealed(vault(new KeyFile(keyFile())), material);
  }

  @Test
  void keyFileIsMadeForItsOwnerOnly() throws Exception {
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile())));
  }

  @Test
  void keyFileThatOthersCanReadIsRefused() throws Exception {
    for (String mode : List.of("rw-r-----", "rw----r--", "rwx------", "rw--w----")) {
      Files.setPosixFilePermissions(keyFile(), PosixFilePermissions.fromString(mode));
      Refusal refusal = assertThrows(Refusal.class, () -> vault(new KeyFile(keyFile())));
      assertEquals(
          "the key file \"" + keyFile() + "\" can be read by others", refusal.getMessage());
    }
    Files.setPosixFilePermissions(keyFile(), PosixFilePermissions.fromString("r--------"));
    assertFalse(vault(new KeyFile(keyFile())).isSealed());
  }

  @Test
  void keyFileThatIsALinkOrAFolderIsRefused() throws Exception {
    Path link = Files.createSymbolicLink(parent.resolve("link"), keyFile());
    for (Path path : List.of(link, parent)) {
      Refusal refusal = assertThrows(Refusal.class, () -> vault(new KeyFile(path)));
      assertEquals("the key file \"" + path + "\" is not a regular file", refusal.getMessage());
    }
  }

  @Test
  void orphansAreSweptAndOnlyThey() throws Exception {
    MaterialRef used = vault.keep(SLOT, SecretBytes.of("used"));
    vault.keep(SLOT, SecretBytes.of("orphan"));
    Touch touch = new Touch(NOON, "ada");
    Secret secret =
        new Secret(
            Header.first(SLOT.object(), new Name("public", "pw"), new ObjectId(1), touch),
            "text",
            List.of(new SecretVersion(1, used, touch)));
    assertEquals(1, Sweep.orphans(store, Image.EMPTY.with(secret)));
    assertEquals(Set.of(used.key()), keys());
    assertEquals(0, Sweep.orphans(store, Image.EMPTY.with(secret)));
  }

  @Test
  void noFileHoldsTheSecretInAnyForm() throws Exception {
    String canary = "CNRY-7d2f9c01ab34-value";
    vault.keep(SLOT, SecretBytes.of(canary));
    byte[] bytes = canary.getBytes(StandardCharsets.UTF_8);
    String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
    List<byte[]> forms =
        List.of(
            bytes,
            canary.getBytes(StandardCharsets.UTF_16LE),
            canary.getBytes(StandardCharsets.UTF_16BE),
            ascii(base64.substring(0, base64.length() - 2)),
            ascii(HexFormat.of().formatHex(bytes)),
            ascii(HexFormat.of().withUpperCase().formatHex(bytes)));
    int searched = 0;
    try (Stream<Path> files = Files.walk(parent)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = latin(Files.readAllBytes(file));
        for (byte[] form : forms) {
          assertFalse(content.contains(latin(form)), file.toString());
        }
        searched++;
      }
    }
    assertTrue(searched >= 3, "the database, its log and the key file");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String latin(byte[] bytes) {
    Charset oneByteOneCharacter = StandardCharsets.ISO_8859_1;
    return new String(bytes, oneByteOneCharacter);
  }
}
