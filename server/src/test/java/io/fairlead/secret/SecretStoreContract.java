package io.fairlead.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.ObjectId;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every secret store must do. A subclass gives one that is open and empty.
public abstract class SecretStoreContract {
  protected static final Reveal REVEAL = Reveal.create();
  protected static final Slot SLOT = new Slot(new ObjectId(4), Slot.VALUE);

  protected abstract SecretStore store();

  @Test
  void whatWasKeptIsReadAgain() {
    for (String value : new String[] {"", "p", "päss\0word", "x".repeat(Limits.SECRET_BYTES)}) {
      MaterialRef material = store().keep(SLOT, SecretBytes.of(value));
      assertEquals(store().backend(), material.backend());
      assertEquals(value, store().read(SLOT, material).revealText(REVEAL));
    }
  }

  @Test
  void oneByteMoreThanTheLimitIsRefused() {
    SecretBytes value = SecretBytes.of(new byte[Limits.SECRET_BYTES + 1]);
    Refusal refusal = assertThrows(Refusal.class, () -> store().keep(SLOT, value));
    assertEquals(ProblemKind.TOO_LARGE, refusal.problem().kind());
  }

  @Test
  void noKeyIsUsedTwice() {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      keys.add(store().keep(SLOT, SecretBytes.of("same")).key());
    }
    assertEquals(100, keys.size());
  }

  @Test
  void olderMaterialStaysAsItIs() {
    MaterialRef first = store().keep(SLOT, SecretBytes.of("first"));
    MaterialRef second = store().keep(SLOT, SecretBytes.of("second"));
    assertNotEquals(first, second);
    assertEquals("first", store().read(SLOT, first).revealText(REVEAL));
    store().remove(SLOT, second);
    assertEquals("first", store().read(SLOT, first).revealText(REVEAL));
  }

  @Test
  void removedMaterialIsGoneAndMayBeRemovedAgain() {
    MaterialRef material = store().keep(SLOT, SecretBytes.of("gone"));
    store().remove(SLOT, material);
    store().remove(SLOT, material);
    Refusal refusal = assertThrows(Refusal.class, () -> store().read(SLOT, material));
    assertEquals(ProblemKind.SECRET_UNAVAILABLE, refusal.problem().kind());
  }

  @Test
  void refusalsHoldNoSecret() {
    MaterialRef material = store().keep(SLOT, SecretBytes.of("CNRY-refusal"));
    assertFalse(material.toString().contains("CNRY"));
    Slot other = new Slot(new ObjectId(5), Slot.VALUE);
    store().remove(SLOT, material);
    Refusal refusal = assertThrows(Refusal.class, () -> store().read(other, material));
    assertFalse(refusal.problem().toString().contains("CNRY"));
  }

  @Test
  void openStoreIsNotSealed() {
    assertFalse(store().isSealed());
  }
}
