package io.archway.worklist;

import io.archway.dicom.charset.SpecificCharacterSet;
import io.archway.dicom.charset.TextKind;
import io.archway.dicom.dict.Vr;

/**
 * Texts of one answer as values that its character set can encode: what it does not have is written
 * by letters that are alike, "?" only where there are none. One thread.
 */
final class AnswerText {
  private static final int MAX_LO = 64;
  private static final int MAX_SH = 16;

  private final SpecificCharacterSet characterSet;
  private boolean beyondAscii;

  AnswerText(SpecificCharacterSet characterSet) {
    this.characterSet = characterSet;
  }

  /** Whether a value needs that Specific Character Set (0008,0005) is told. */
  boolean isBeyondAscii() {
    return beyondAscii;
  }

  String description(String value, Vr vr) {
    String text = of(value, vr);
    int most = vr == Vr.SH ? MAX_SH : vr == Vr.LO ? MAX_LO : Integer.MAX_VALUE;
    return text.length() <= most ? text : cut(text, most);
  }

  private static String cut(String text, int most) {
    boolean splitsPair = Character.isHighSurrogate(text.charAt(most - 1));
    return text.substring(0, splitsPair ? most - 1 : most).strip();
  }

  String of(String value, Vr vr) {
    boolean lines = vr == Vr.LT || vr == Vr.UT;
    return encodable(clean(value, lines), lines ? TextKind.TEXT : TextKind.VALUES);
  }

  /** Of the default repertoire, whatever the character set. */
  String plain(String value) {
    String text = clean(value, false);
    return isAscii(text) ? text : Transliteration.to(SpecificCharacterSet.ASCII, text);
  }

  /** A group of a name that cannot be written is left out, if there is another one. */
  String name(String value) {
    String text = clean(value, false);
    if (isAscii(text)) {
      return text;
    }
    String[] groups = text.split("=", 3);
    String readable = null;
    for (int i = 0; i < groups.length; i++) {
      String group = encodable(groups[i], TextKind.PERSON_NAME);
      boolean lossy = group.indexOf('?') >= 0 && groups[i].indexOf('?') < 0;
      readable = readable == null && !lossy && !group.isBlank() ? group : readable;
      groups[i] = lossy && i > 0 ? "" : group;
    }
    boolean firstLost = groups[0].indexOf('?') >= 0 && text.indexOf('?') < 0;
    if (firstLost && readable != null) {
      groups[0] = readable;
    }
    return String.join("=", groups).replaceAll("=+$", "");
  }

  private String encodable(String text, TextKind kind) {
    if (isAscii(text)) {
      return text;
    }
    String possible =
        characterSet.canEncode(text, kind) ? text : Transliteration.to(characterSet, text);
    beyondAscii |= !isAscii(possible);
    return possible;
  }

  /** No control characters, and no backslash where it would divide values. */
  private static String clean(String value, boolean lines) {
    if (value == null) {
      return "";
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c == '\\' || c == 0x7F || Character.isSurrogate(c)) {
        return cleaned(value, lines);
      }
    }
    return value.strip();
  }

  private static String cleaned(String value, boolean lines) {
    StringBuilder out = new StringBuilder(value.length());
    value
        .codePoints()
        .forEach(
            c -> {
              if (c == '\\' && !lines) {
                out.append('/');
              } else if (lines && (c == '\r' || c == '\n' || c == '\t' || c == '\f')) {
                out.appendCodePoint(c);
              } else if (c < ' ' || c == 0x7F) {
                out.append(' ');
              } else {
                out.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? '?' : c);
              }
            });
    return out.toString().strip();
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
