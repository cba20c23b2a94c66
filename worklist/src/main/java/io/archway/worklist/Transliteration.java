package io.archway.worklist;

import io.archway.dicom.charset.SpecificCharacterSet;
import io.archway.dicom.charset.TextKind;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Writes what a character set lacks with what it has: letters without their marks, Greek and
 * Cyrillic in Latin letters as passports have them, punctuation of typesetters as that of
 * typewriters. Stateless.
 */
final class Transliteration {
  private static final Map<Integer, String> LETTERS = letters();

  private Transliteration() {}

  static String to(SpecificCharacterSet characterSet, String text) {
    StringBuilder out = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFC)
        .codePoints()
        .forEach(codePoint -> out.append(one(characterSet, codePoint)));
    String written = out.toString();
    return characterSet.canEncode(written, TextKind.TEXT)
        ? written
        : written.replaceAll("[^\\x00-\\x7F]", "?");
  }

  private static String one(SpecificCharacterSet characterSet, int codePoint) {
    String character = Character.toString(codePoint);
    if (codePoint < 0x80 || characterSet.canEncode(character, TextKind.TEXT)) {
      return character;
    }
    String letters = LETTERS.get(codePoint);
    if (letters != null) {
      return letters;
    }
    String apart = Normalizer.normalize(character, Normalizer.Form.NFKD);
    if (apart.equals(character)) {
      return Character.getType(codePoint) == Character.NON_SPACING_MARK ? "" : "?";
    }
    StringBuilder parts = new StringBuilder();
    apart.codePoints().forEach(part -> parts.append(one(characterSet, part)));
    return parts.toString();
  }

  private static Map<Integer, String> letters() {
    Map<Integer, String> map = new HashMap<>();
    both(map, "æ ae œ oe ø o ł l đ d ð d þ th ħ h ŧ t ŋ n ı i");
    both(map, "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t");
    both(map, "υ y φ f χ ch ψ ps ω o");
    both(map, "а a б b в v г g д d е e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u");
    both(map, "ф f х kh ц ts ч ch ш sh щ shch ъ ie ы y э e ю iu я ia ё e і i ї i є ie ґ g ў u");
    both(map, "ѓ gj ќ kj ѕ dz ј j љ lj њ nj џ dj ђ dj ћ c ə e");
    map.put((int) 'ь', "");
    map.put((int) 'Ь', "");
    map.put((int) 'ß', "ss");
    map.put((int) 'ẞ', "SS");
    map.put((int) '\u2018', "'");
    map.put((int) '\u2019', "'");
    map.put((int) '\u201C', "\"");
    map.put((int) '\u201D', "\"");
    map.put((int) '\u2010', "-");
    map.put((int) '\u2011', "-");
    map.put((int) '\u2013', "-");
    map.put((int) '\u2014', "-");
    map.put((int) '\u20AC', "EUR");
    return Map.copyOf(map);
  }

  /** Pairs of a letter and what stands for it, in small letters and in capitals. */
  private static void both(Map<Integer, String> map, String pairs) {
    String[] words = pairs.split(" ");
    for (int i = 0; i < words.length; i += 2) {
      String letter = words[i];
      String written = words[i + 1];
      map.put(letter.codePointAt(0), written);
      String capital = letter.toUpperCase(Locale.ROOT);
      if (!capital.equals(letter) && capital.length() == 1) {
        String first = written.substring(0, 1).toUpperCase(Locale.ROOT);
        map.putIfAbsent(capital.codePointAt(0), first + written.substring(1));
      }
    }
  }
}
