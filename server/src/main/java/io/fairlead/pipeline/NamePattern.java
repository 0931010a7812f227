package io.fairlead.pipeline;

import java.util.regex.Pattern;

/// Which names of files a pipeline takes: `*` and `?` stand for characters of one folder, `**` for those
/// of any; without any of them, every name that begins so.
final class NamePattern {
  private final Pattern pattern;

  NamePattern(String written) {
    StringBuilder regex = new StringBuilder();
    boolean wild = false;
    for (int i = 0; i < written.length(); i++) {
      char letter = written.charAt(i);
      if (letter == '*' && i + 1 < written.length() && written.charAt(i + 1) == '*') {
        regex.append(".*");
        wild = true;
        i++;
      } else if (letter == '*') {
        regex.append("[^/]*");
        wild = true;
      } else if (letter == '?') {
        regex.append("[^/]");
        wild = true;
      } else {
        regex.append(Pattern.quote(String.valueOf(letter)));
      }
    }
    this.pattern = Pattern.compile(wild ? regex.toString() : regex + ".*", Pattern.DOTALL);
  }

  boolean matches(String name) {
    return pattern.matcher(name).matches();
  }
}
