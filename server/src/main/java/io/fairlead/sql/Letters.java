package io.fairlead.sql;

/// Upper and lower case of the Latin letters alone. Keywords and unquoted identifiers are folded
/// so, whatever the language of the machine; all other characters stay as they are.
public final class Letters {
  private Letters() {}

  /// Whether it is a control character, such as a line break.
  static boolean isControl(int character) {
    return character < ' ' || character == 0x7f;
  }

  public static char upper(char letter) {
    return letter >= 'a' && letter <= 'z' ? (char) (letter - 32) : letter;
  }

  public static char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? (char) (letter + 32) : letter;
  }

  public static String upper(String word) {
    char[] letters = word.toCharArray();
    for (int i = 0; i < letters.length; i++) {
      letters[i] = upper(letters[i]);
    }
    return new String(letters);
  }

  public static String lower(String word) {
    char[] letters = word.toCharArray();
    for (int i = 0; i < letters.length; i++) {
      letters[i] = lower(letters[i]);
    }
    return new String(letters);
  }
}
