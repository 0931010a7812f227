package io.fairlead.secret;

/// The permission to look inside a [SecretBytes]. Only `server.Main` makes one (a test reads the
/// bytecode), and hands it to those who must, so that one search finds every exposure.
public final class Reveal {
  private Reveal() {}

  public static Reveal create() {
    return new Reveal();
  }
}
