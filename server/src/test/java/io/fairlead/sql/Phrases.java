package io.fairlead.sql;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// Makes the parts of correct statements as a user could type them, from a seed. Wherever a literal
/// may be a secret it is [#CANARY], which must appear nowhere.
abstract class Phrases {
  static final String CANARY = "canary7secret";

  private static final List<String> NAMES =
      List.of(
          "c", "Shop", "\"Quoted\"\"Name\"", "secret", "\"select\"", "a1$b", "größe", "\"😀\"",
          "if", "exists", "host", "\"with\"", "cascade", "_x", "password");

  final Random random;

  Phrases(long seed) {
    this.random = new Random(seed);
  }

  final String secret() {
    return oneOf("'" + CANARY + "'", "E'" + CANARY + "\\n'", "$$" + CANARY + "$$");
  }

  final String name() {
    return part() + maybe("." + part()) + maybe(" . " + part());
  }

  final String part() {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  final String list(Supplier<String> one) {
    StringBuilder list = new StringBuilder(one.get());
    while (random.nextInt(3) > 0 && list.length() < 300) {
      list.append(oneOf(",", ", ", " /* ; */ , ")).append(one.get());
    }
    return list.toString();
  }

  final String word(String text) {
    return random.nextInt(4) == 0 ? text.toLowerCase(java.util.Locale.ROOT) : text;
  }

  final String maybe(String text) {
    return random.nextBoolean() ? text : "";
  }

  final String oneOf(String... texts) {
    return texts[random.nextInt(texts.length)];
  }
}
