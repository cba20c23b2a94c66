package io.archway.dicom.charset;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises the values of Specific Character Set (0008,0005): the defined terms exactly, and what
 * senders write in their stead. Case, spaces, underscores, hyphens, colons, dots and padding do not
 * matter, so that "ISO IR 192", "iso-ir-192" and "ISO_IR192" are one; names of other registries
 * ("UTF-8", "latin1") are known too.
 */
final class DefinedTerms {
  private static final Pattern REGISTRATION = Pattern.compile("(?:ISO)?(?:2022)?(?:IR)?0*(\\d+)");
  private static final Map<String, Repertoire> EXACT = exact();
  private static final Map<String, Repertoire> BY_NUMBER = byNumber();
  private static final Map<String, Repertoire> OTHER_NAMES = otherNames();

  private DefinedTerms() {}

  static boolean isExact(String term) {
    return EXACT.containsKey(term);
  }

  /** The set a term means, or null if nobody can tell. */
  static Repertoire find(String term) {
    Repertoire exact = EXACT.get(term);
    if (exact != null) {
      return exact;
    }
    String squeezed = term.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    Repertoire other = OTHER_NAMES.get(squeezed);
    if (other != null) {
      return other;
    }
    Matcher matcher = REGISTRATION.matcher(squeezed);
    return matcher.matches() ? BY_NUMBER.get(matcher.group(1)) : null;
  }

  private static Map<String, Repertoire> exact() {
    Map<String, Repertoire> map = new HashMap<>();
    for (Repertoire repertoire : Repertoire.values()) {
      if (repertoire.term() != null) {
        map.put(repertoire.term(), repertoire);
      }
      if (repertoire.extendedTerm() != null) {
        map.put(repertoire.extendedTerm(), repertoire);
      }
    }
    return Map.copyOf(map);
  }

  private static Map<String, Repertoire> byNumber() {
    Map<String, Repertoire> map = new HashMap<>();
    for (Repertoire repertoire : Repertoire.values()) {
      if (repertoire.name().startsWith("IR_")) {
        map.put(repertoire.name().substring("IR_".length()), repertoire);
      }
    }
    // JIS X 0201 has two registrations, the Roman half and the Katakana half.
    map.put("14", Repertoire.IR_13);
    return Map.copyOf(map);
  }

  private static Map<String, Repertoire> otherNames() {
    Map<String, Repertoire> map = new HashMap<>();
    name(map, Repertoire.IR_6, "ASCII", "USASCII", "ISO646", "ISO646US", "ANSIX341968");
    name(map, Repertoire.IR_100, "LATIN1", "ISOLATIN1", "ISO88591", "88591", "WINDOWS1252");
    name(map, Repertoire.IR_100, "CP1252", "ANSI");
    name(map, Repertoire.IR_101, "LATIN2", "ISOLATIN2", "ISO88592", "88592");
    name(map, Repertoire.IR_109, "LATIN3", "ISOLATIN3", "ISO88593", "88593");
    name(map, Repertoire.IR_110, "LATIN4", "ISOLATIN4", "ISO88594", "88594");
    name(map, Repertoire.IR_144, "CYRILLIC", "ISO88595", "88595");
    name(map, Repertoire.IR_127, "ARABIC", "ISO88596", "88596");
    name(map, Repertoire.IR_126, "GREEK", "ISO88597", "88597");
    name(map, Repertoire.IR_138, "HEBREW", "ISO88598", "88598");
    name(map, Repertoire.IR_148, "LATIN5", "ISOLATIN5", "ISO88599", "88599");
    name(map, Repertoire.IR_166, "THAI", "ISO885911", "885911", "TIS620");
    name(map, Repertoire.IR_203, "LATIN9", "ISOLATIN9", "ISO885915", "885915");
    name(map, Repertoire.IR_13, "JISX0201", "SHIFTJIS", "SJIS", "MSKANJI", "CP932");
    name(map, Repertoire.IR_87, "JISX0208", "ISO2022JP", "JIS");
    name(map, Repertoire.IR_159, "JISX0212");
    name(map, Repertoire.IR_149, "KSX1001", "KSC5601", "EUCKR", "CP949", "ISO2022KR");
    name(map, Repertoire.IR_58, "GB2312", "GB23121980", "EUCCN");
    name(map, Repertoire.IR_192, "UTF8", "UNICODE", "ISO10646", "ISO106461", "UNICODE11UTF8");
    name(map, Repertoire.GB18030, "GB180302000", "ISO2022GB18030", "ISOIRGB18030");
    name(map, Repertoire.GB18030, "GB18030");
    name(map, Repertoire.GBK, "GBK", "ISO2022GBK", "ISOIRGBK", "CP936");
    return Map.copyOf(map);
  }

  private static void name(Map<String, Repertoire> map, Repertoire repertoire, String... names) {
    for (String name : List.of(names)) {
      map.put(name, repertoire);
    }
  }
}
