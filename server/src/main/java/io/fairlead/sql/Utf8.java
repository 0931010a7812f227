package io.fairlead.sql;

/// Sizes in UTF-8 without making the bytes.
final class Utf8 {
  private Utf8() {}

  /// How many bytes `text` has in UTF-8.
  static int length(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Each half of a surrogate pair counts two of its four bytes.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }
}
