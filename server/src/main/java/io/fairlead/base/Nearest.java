package io.fairlead.base;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/// Finds the known word that a user probably meant.
public final class Nearest {
  /// Longer words are not compared: nobody mistypes them, and it would cost too much.
  private static final int LONGEST = 64;

  private Nearest() {}

  /// The known word with the fewest mistakes, when they are few enough: one in every three letters.
  /// Upper and lower case are different letters.
  public static Optional<String> to(String word, Collection<String> known) {
    Optional<String> best = Optional.empty();
    int fewest = Math.max(1, word.length() / 3) + 1;
    if (word.length() > LONGEST) {
      return best;
    }
    for (String candidate : known) {
      if (Math.abs(candidate.length() - word.length()) <= fewest) {
        int mistakes = mistakes(word, candidate);
        boolean earlier = best.isPresent() && candidate.compareTo(best.get()) < 0;
        if (mistakes < fewest || (mistakes == fewest && earlier)) {
          fewest = mistakes;
          best = Optional.of(candidate);
        }
      }
    }
    return best;
  }

  /// A sentence to use as a hint; empty when no word is near.
  public static Optional<String> hint(String word, Collection<String> known) {
    return to(word, known).map(near -> "Did you mean " + near + "?");
  }

  /// How many letters to insert, delete, replace or swap with their neighbour.
  private static int mistakes(String a, String b) {
    int[] before = new int[b.length() + 1];
    int[] above = new int[b.length() + 1];
    Arrays.setAll(above, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        row[j] = Math.min(above[j - 1] + (same ? 0 : 1), Math.min(above[j], row[j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      before = above;
      above = row;
    }
    return above[b.length()];
  }
}
