package io.archway.http.documents;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Teeth by their universal numbers, 1 to 32 and, of milk teeth, A to T, as a list ("1,2,8"), and
 * what they are in ISO 3950. Both begin at the upper right third molar and go round.
 */
final class ToothNumbers {
  private static final int PERMANENT = 32;
  private static final int PRIMARY = 20;

  /** As many as there are teeth, written as ranges or alone. */
  private static final int MAX_LENGTH = 255;

  private static final Map<String, String> ISO_BY_NUMBER = new LinkedHashMap<>();
  private static final Map<String, String> NUMBER_BY_ISO = new LinkedHashMap<>();

  static {
    for (int number = 1; number <= PERMANENT; number++) {
      put(Integer.toString(number), iso(number, PERMANENT / 4, 0));
    }
    for (int number = 1; number <= PRIMARY; number++) {
      put(String.valueOf((char) ('A' + number - 1)), iso(number, PRIMARY / 4, 4));
    }
  }

  private ToothNumbers() {}

  private static void put(String number, String iso) {
    ISO_BY_NUMBER.put(number, iso);
    NUMBER_BY_ISO.put(iso, number);
  }

  /** From the upper right to the upper left, and back below from left to right. */
  private static String iso(int number, int inQuadrant, int quadrantsBefore) {
    int quadrant = (number - 1) / inQuadrant;
    int within = (number - 1) % inQuadrant;
    int place = quadrant % 2 == 0 ? inQuadrant - within : within + 1;
    return "%d%d".formatted(quadrant + 1 + quadrantsBefore, place);
  }

  /**
   * Numbers and ranges, each tooth once and in order: {@code 1-5,8} is {@code 1,2,3,4,5,8}.
   *
   * @throws IllegalArgumentException with what was expected
   */
  static String expand(String text) {
    if (text.length() > MAX_LENGTH) {
      throw expected();
    }
    TreeSet<Integer> places = new TreeSet<>();
    if (text.isBlank()) {
      return "";
    }
    for (String part : text.split(",", -1)) {
      String[] ends = part.strip().split("-", -1);
      int from = place(ends[0]);
      int to = place(ends[ends.length - 1]);
      boolean mixed = from < PERMANENT != to < PERMANENT;
      if (ends.length > 2 || to < from || mixed) {
        throw expected();
      }
      for (int place = from; place <= to; place++) {
        places.add(place);
      }
    }
    return join(places);
  }

  private static int place(String number) {
    int place =
        List.copyOf(ISO_BY_NUMBER.keySet()).indexOf(number.strip().toUpperCase(Locale.ROOT));
    if (place < 0) {
      throw expected();
    }
    return place;
  }

  private static IllegalArgumentException expected() {
    return new IllegalArgumentException(
        "expected: teeth from 1 to 32 (of milk teeth A to T) as numbers and ranges, like 1-5,8");
  }

  private static String join(TreeSet<Integer> places) {
    List<String> numbers = List.copyOf(ISO_BY_NUMBER.keySet());
    return places.stream().map(numbers::get).collect(Collectors.joining(","));
  }

  /** Of teeth of ISO 3950; others are left out. */
  static String ofIso(Collection<String> teeth) {
    List<String> numbers = List.copyOf(ISO_BY_NUMBER.keySet());
    TreeSet<Integer> places = new TreeSet<>();
    for (String tooth : teeth) {
      Optional.ofNullable(NUMBER_BY_ISO.get(tooth))
          .ifPresent(number -> places.add(numbers.indexOf(number)));
    }
    return join(places);
  }

  /** In ISO 3950, of what {@link #expand} has written. */
  static List<String> toIso(String numbers) {
    List<String> teeth = new ArrayList<>();
    for (String number : numbers.isEmpty() ? new String[0] : numbers.split(",")) {
      teeth.add(ISO_BY_NUMBER.get(number));
    }
    return teeth;
  }
}
