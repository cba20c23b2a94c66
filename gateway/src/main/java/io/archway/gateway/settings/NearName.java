package io.archway.gateway.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the name that someone probably meant: few letters changed, or the right name in the wrong
 * group.
 */
public final class NearName {
  private NearName() {}

  public static Optional<String> of(String name, Collection<String> names) {
    return names.stream()
        .min(Comparator.comparingInt(candidate -> score(name, candidate)))
        .filter(candidate -> score(name, candidate) <= Math.max(2, name.length() / 4));
  }

  private static int score(String name, String candidate) {
    return Math.min(distance(name, candidate), 1 + distance(last(name), last(candidate)));
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** Levenshtein distance, ignoring case. */
  private static int distance(String first, String second) {
    String a = first.toLowerCase(Locale.ROOT);
    String b = second.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
