package io.fairlead.secret;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.ObjectId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FleetingStoreTest {
  private static final Slot SLOT = new Slot(new ObjectId(7), Slot.VALUE);

  private final Reveal reveal = Reveal.create();

  private String read(FleetingStore store, MaterialRef material) {
    try (SecretBytes value = store.read(SLOT, material)) {
      return value.revealText(reveal);
    }
  }

  private static void mustBeGone(FleetingStore store, MaterialRef material) {
    Refusal refusal = assertThrows(Refusal.class, () -> store.read(SLOT, material));
    assertEquals(ProblemKind.SECRET_UNAVAILABLE, refusal.problem().kind());
  }

  /// Whoever reads wipes what they got, and whoever typed it may wipe theirs.
  @Test
  void everybodyHasTheirOwnBytes() {
    try (FleetingStore store = new FleetingStore()) {
      SecretBytes typed = SecretBytes.of("key");
      MaterialRef material = store.keep(SLOT, typed);
      typed.close();
      assertEquals("key", read(store, material));
      assertEquals("key", read(store, material));
    }
  }

  @Test
  void nothingIsLeft() {
    FleetingStore store = new FleetingStore();
    MaterialRef material = store.keep(SLOT, SecretBytes.of("key"));
    store.remove(SLOT, material);
    mustBeGone(store, material);
    MaterialRef again = store.keep(SLOT, SecretBytes.of("key"));
    SecretBytes held = store.read(SLOT, again);
    store.close();
    mustBeGone(store, again);
    assertArrayEquals("key".getBytes(StandardCharsets.UTF_8), held.reveal(reveal));
  }

  /// New material goes into the other store, and what is in the first ones can be read still.
  @Test
  void besideOtherStores() {
    FleetingStore other = new FleetingStore();
    SecretStores stores = new SecretStores(List.of(new ShoutingStore())).keepingIn(other);
    MaterialRef made = stores.standard().keep(SLOT, SecretBytes.of("key"));
    assertEquals("key", read(other, made));
    try (SecretBytes old = stores.read(SLOT, new MaterialRef("shouting", "old"))) {
      assertEquals("OLD", old.revealText(reveal));
    }
  }

  /// Its secrets are their keys in capitals.
  private record ShoutingStore() implements SecretStore {
    @Override
    public String backend() {
      return "shouting";
    }

    @Override
    public MaterialRef keep(Slot slot, SecretBytes value) {
      throw new IllegalStateException("nothing new goes here");
    }

    @Override
    public SecretBytes read(Slot slot, MaterialRef material) {
      return SecretBytes.of(material.key().toUpperCase(Locale.ROOT));
    }

    @Override
    public void remove(Slot slot, MaterialRef material) {
      // It has none.
    }

    @Override
    public boolean isSealed() {
      return false;
    }
  }
}
