package io.fairlead.command;

import java.util.regex.Pattern;

/// SQL's LIKE: `%` is any text, `_` one character, `\` takes the meaning from the next one.
public final class LikePattern {
  private LikePattern() {}

  public static boolean matches(String pattern, String text) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char letter = pattern.charAt(i);
      switch (letter) {
        case '%' -> regex.append(".*");
        case '_' -> regex.append('.');
        case '\\' -> {
          i = Math.min(i + 1, pattern.length() - 1);
          regex.append(Pattern.quote(String.valueOf(pattern.charAt(i))));
        }
        default -> regex.append(Pattern.quote(String.valueOf(letter)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
  }
}
