package io.archway.index.profile;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Names in the letters of another language: letter by letter, as Macedonian passports write them
 * (ICAO 9303-3 section 6), or as Albanian does. What is written in the wanted letters already, or
 * in neither, stays.
 */
public final class Letters {

  private static final Map<String, String> MACEDONIAN_TO_ENGLISH =
      pairs(
          "а a б b в v г g д d ѓ gj е e ж zh з z ѕ dz и i ј j к k л l љ lj м m н n њ nj о o п p "
              + "р r с s т t ќ kj у u ф f х h ц c ч ch џ dj ш sh ђ dj ћ c й j щ sht ъ a ы i э e "
              + "ю ju я ja ё jo");
  private static final Map<String, String> MACEDONIAN_TO_ALBANIAN =
      with(MACEDONIAN_TO_ENGLISH, "ѕ x ќ q ч ç џ xh ђ gj ћ q");

  /** Of both; what is written with several letters counts before what is written with one. */
  private static final Map<String, String> TO_MACEDONIAN =
      pairs(
          "a а b б c ц č ч ç ч ć ќ d д đ ѓ e е f ф g г h х i и j ј k к l л m м n н o о p п q ќ r р "
              + "s с š ш t т u у v в w в x ѕ y и z з ž ж gj ѓ zh ж dz ѕ lj љ nj њ kj ќ ch ч dzh џ "
              + "dž џ xh џ sh ш th т dh д ll л rr р sht шт");

  private static final int MOST_LETTERS = 3;

  private Letters() {}

  private static Map<String, String> pairs(String text) {
    String[] parts = text.split(" ");
    Map<String, String> pairs = new HashMap<>();
    for (int i = 0; i < parts.length; i += 2) {
      pairs.put(parts[i], parts[i + 1]);
    }
    return Map.copyOf(pairs);
  }

  private static Map<String, String> with(Map<String, String> map, String others) {
    Map<String, String> all = new HashMap<>(map);
    all.putAll(pairs(others));
    return Map.copyOf(all);
  }

  /** In Latin letters as English texts have it; null stays. */
  public static String english(String text) {
    return write(text, MACEDONIAN_TO_ENGLISH, 1);
  }

  /** In Latin letters as Albanian texts have it; null stays. */
  public static String albanian(String text) {
    return write(text, MACEDONIAN_TO_ALBANIAN, 1);
  }

  /** In Cyrillic letters as Macedonian texts have it; null stays. */
  public static String macedonian(String text) {
    return write(text, TO_MACEDONIAN, MOST_LETTERS);
  }

  /** A folded word in all letters that somebody may have written it in, itself first. */
  static List<String> writings(String word) {
    List<String> writings = new ArrayList<>();
    for (String one : List.of(word, english(word), albanian(word), macedonian(word))) {
      String folded = String.join(" ", io.archway.index.patient.FoldedText.words(one, 1));
      if (!folded.isEmpty() && !writings.contains(folded)) {
        writings.add(folded);
      }
    }
    return writings;
  }

  private static String write(String text, Map<String, String> pairs, int most) {
    if (text == null) {
      return null;
    }
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    StringBuilder out = new StringBuilder(composed.length());
    int at = 0;
    while (at < composed.length()) {
      int length = Math.min(most, composed.length() - at);
      while (length > 1 && !pairs.containsKey(lower(composed, at, length))) {
        length--;
      }
      append(out, composed, at, length, pairs);
      at += length;
    }
    return out.toString();
  }

  private static void append(
      StringBuilder out, String text, int at, int length, Map<String, String> pairs) {
    String written = pairs.get(lower(text, at, length));
    if (written == null) {
      written = pairs.get(plain(lower(text, at, length)));
    }
    if (written == null) {
      out.append(text, at, at + length);
    } else if (!Character.isUpperCase(text.charAt(at))) {
      out.append(written);
    } else if (isAllUpper(text, at, length)) {
      out.append(written.toUpperCase(Locale.ROOT));
    } else {
      out.append(written.substring(0, 1).toUpperCase(Locale.ROOT)).append(written.substring(1));
    }
  }

  /** ЖАН is ZHAN and Жан is Zhan. */
  private static boolean isAllUpper(String text, int at, int length) {
    int end = at + length;
    boolean first = at == 0 || !Character.isLetter(text.charAt(at - 1));
    int neighbour = first ? end : at - 1;
    return neighbour < text.length() && Character.isUpperCase(text.charAt(neighbour));
  }

  private static String lower(String text, int at, int length) {
    return text.substring(at, at + length).toLowerCase(Locale.ROOT);
  }

  /** Without marks: ë is e. */
  private static String plain(String letter) {
    return Normalizer.normalize(letter, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
  }
}
