package io.archway.http.kernel;

import java.util.Collection;
import java.util.Comparator;

/** "Did you mean …": the nearest known name, if one is near. */
final class Suggestion {

  private static final int MAX_COMPARED_LENGTH = 64;

  private Suggestion() {}

  /** {@code " (did you mean per_page?)"}, or nothing. */
  static String of(String unknown, Collection<String> known) {
    if (unknown.length() > MAX_COMPARED_LENGTH) {
      return "";
    }
    return known.stream()
        .filter(name -> distance(unknown, name) <= Math.max(1, name.length() / 3))
        .min(
            Comparator.<String>comparingInt(name -> distance(unknown, name))
                .thenComparing(Comparator.naturalOrder()))
        .map(name -> " (did you mean " + name + "?)")
        .orElse("");
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int same =
            Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1))
                ? 0
                : 1;
        row[j] = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + same);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
