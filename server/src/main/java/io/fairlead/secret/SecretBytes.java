package io.fairlead.secret;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/// A secret in memory. It has no printable form and no equality by content; the one way out is
/// [#reveal] and its relative, which need a [Reveal].
///
/// What it does not promise: protection from somebody who reads this process's memory. Copies live
/// for a while in drivers and buffers.
public final class SecretBytes implements AutoCloseable {
  private final byte[] bytes;

  private SecretBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Takes its own copy.
  public static SecretBytes of(byte[] bytes) {
    return new SecretBytes(bytes.clone());
  }

  public static SecretBytes of(String text) {
    return new SecretBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Another object with the same bytes; each is wiped for itself.
  public SecretBytes copy() {
    return of(bytes);
  }

  public int length() {
    return bytes.length;
  }

  /// A copy of the bytes; whoever takes it wipes it.
  public byte[] reveal(Reveal permission) {
    Objects.requireNonNull(permission);
    return bytes.clone();
  }

  /// The bytes as UTF-8 text, for drivers that take passwords as strings.
  public String revealText(Reveal permission) {
    Objects.requireNonNull(permission);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// Wipes the bytes that this object holds.
  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "‹secret›";
  }
}
