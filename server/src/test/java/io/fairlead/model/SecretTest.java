package io.fairlead.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretTest {
  private static final Touch NOW = new Touch(Instant.EPOCH, "test");

  @Test
  void versionsThatAreKept() {
    Header header =
        Header.first(new ObjectId(2), new Name(Name.PUBLIC, "s"), new ObjectId(1), NOW);
    MaterialRef material = new MaterialRef("test", "m");
    Secret secret =
        new Secret(header, "text", List.of(new SecretVersion(1, material, NOW)));
    for (int i = 1; i < Limits.SECRET_VERSIONS; i++) {
      secret = secret.withValue(material, NOW);
    }
    assertEquals(Limits.SECRET_VERSIONS, secret.versions().size());
    assertTrue(secret.version(1).isPresent());
    secret = secret.withValue(material, NOW);
    assertEquals(Limits.SECRET_VERSIONS, secret.versions().size());
    assertTrue(secret.version(1).isEmpty());
    assertTrue(secret.version(2).isPresent());
    assertEquals(Limits.SECRET_VERSIONS + 1, secret.current().number());
  }
}
