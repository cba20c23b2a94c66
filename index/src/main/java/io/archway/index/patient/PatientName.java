package io.archway.index.patient;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A person name (PS3.5 6.2.1) by groups and components, and how it is folded and compared. Absent
 * parts are "".
 */
public record PatientName(
    String family,
    String given,
    String middle,
    String prefix,
    String suffix,
    String ideographic,
    String phonetic) {
  private static final int MAX_WORDS = 16;

  public static PatientName parse(String value) {
    String[] groups = (value == null ? "" : value).split("=", 3);
    String[] components = part(groups, 0).split("\\^", 5);
    return new PatientName(
        part(components, 0),
        part(components, 1),
        part(components, 2),
        part(components, 3),
        part(components, 4).replace('^', ' ').strip(),
        part(groups, 1),
        part(groups, 2));
  }

  private static String part(String[] parts, int index) {
    return index < parts.length ? parts[index].strip() : "";
  }

  public boolean isEmpty() {
    return (family + given + middle + ideographic + phonetic).replace("^", "").isBlank();
  }

  /** Alphabetic components, each folded, divided by "^": what matching by name reads. */
  public String folded() {
    String text =
        FoldedText.fold(family) + "^" + FoldedText.fold(given) + "^" + FoldedText.fold(middle);
    String bounded =
        text.length() > FoldedText.MAX_LENGTH ? text.substring(0, FoldedText.MAX_LENGTH) : text;
    return bounded.replaceAll("\\^+$", "");
  }

  /** Folded words of all groups: what search as the user types reads. */
  public List<String> words() {
    return FoldedText.words(
        String.join(" ", family, given, middle, ideographic, phonetic), MAX_WORDS);
  }

  /**
   * Whether two names cannot be one person's as far as writing goes. Case, diacritics, their
   * transcription (ü, ue), padding, order, and words that one of them lacks do not contradict; an
   * empty name contradicts nothing, nor does one in another writing.
   */
  public boolean contradicts(PatientName other) {
    if (isEmpty() || other.isEmpty()) {
      return false;
    }
    List<Boolean> agreements = new ArrayList<>();
    compare(
        agreements,
        family + " " + given + " " + middle,
        other.family + " " + other.given + " " + other.middle);
    compare(agreements, ideographic, other.ideographic);
    compare(agreements, phonetic, other.phonetic);
    return !agreements.isEmpty() && !agreements.contains(true);
  }

  private static void compare(List<Boolean> agreements, String one, String other) {
    Set<String> left = plainWords(one);
    Set<String> right = plainWords(other);
    if (!left.isEmpty() && !right.isEmpty()) {
      agreements.add(left.containsAll(right) || right.containsAll(left) || joined(one, other));
    }
  }

  /** "Van der Berg" and "Vanderberg". */
  private static boolean joined(String one, String other) {
    return plain(FoldedText.fold(one))
        .replace(" ", "")
        .equals(plain(FoldedText.fold(other)).replace(" ", ""));
  }

  private static Set<String> plainWords(String text) {
    Set<String> words = new HashSet<>();
    FoldedText.words(text, MAX_WORDS).forEach(word -> words.add(plain(word)));
    return words;
  }

  private static String plain(String folded) {
    return folded.replace("ae", "a").replace("oe", "o").replace("ue", "u");
  }
}
