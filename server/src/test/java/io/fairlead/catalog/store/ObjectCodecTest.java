package io.fairlead.catalog.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.CredentialOverlap;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class ObjectCodecTest {
  private static final Map<String, CatalogObject> OBJECTS =
      Map.of(
          "connection", Samples.full(3, "shop"),
          "default_privilege", Samples.defaults(8),
          "granted", Samples.granted(7, "granted"),
          "secret", Samples.secret(4, "pw"),
          "role", Samples.role(5, "ada"),
          "schema", Samples.schema(6, "sales"),
          "linked", Samples.linked(10, "from_vault"),
          "link", Samples.link(13, "orders_link"),
          "token", Samples.token(11, "ci"),
          "tag", Samples.tag(12, "env"));

  /// What a released server has written, every later one must read; so a golden file is never edited.
  @TestFactory
  Collection<DynamicTest> eachKindIsWrittenAsItsGoldenFile() {
    return OBJECTS.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () -> {
                      String golden = golden(entry.getKey());
                      assertEquals(golden, ObjectCodec.write(entry.getValue()));
                      assertEquals(entry.getValue(), ObjectCodec.read(golden));
                    }))
        .toList();
  }

  private static String golden(String kind) throws Exception {
    try (InputStream in = ObjectCodecTest.class.getResourceAsStream(kind + ".json")) {
      assertNotNull(in, "no golden file for " + kind);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  /// The golden one has none: what was written before there were any is read as it was.
  @Test
  void optionsThatAnOverlapAdded() throws Exception {
    Connection plain = (Connection) ObjectCodec.read(golden("connection"));
    CredentialOverlap before = plain.overlap().orElseThrow();
    assertEquals(Set.of(), before.added());
    Connection added =
        plain.withOverlap(
            Optional.of(
                new CredentialOverlap(
                    before.before(), Set.of("user", "credential"), before.until(), 20)));
    String text = ObjectCodec.write(added);
    assertTrue(text.contains("\"added\":[\"credential\",\"user\"]"), text);
    assertEquals(added, ObjectCodec.read(text));
  }

  @Test
  void whatThisServerDoesNotKnowIsRefused() {
    String role = ObjectCodec.write(Samples.role(5, "ada"));
    for (String text :
        List.of(
            role.replace("\"format\":1", "\"format\":2"),
            role.replace("\"login\"", "\"new\":1,\"login\""),
            role.replace("\"by\":\"ada\"", "\"by\":\"ada\",\"new\":1"),
            role.replace("\"role\"", "\"robot\""),
            role.replace("\"login\":true", "\"login\":\"SCRAM\""),
            role.replace("\"login\":true,", ""),
            role.replace("\"u5\"", "\"5\""),
            role.replace("2026", "year"),
            role.substring(0, role.length() - 3),
            "[]",
            "")) {
      Refusal refusal = assertThrows(Refusal.class, () -> ObjectCodec.read(text), text);
      assertEquals(ProblemKind.STORE_UNUSABLE, refusal.problem().kind());
      assertFalse(refusal.problem().toString().contains("SCRAM"));
    }
  }
}
