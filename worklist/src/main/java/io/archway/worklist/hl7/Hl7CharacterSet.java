package io.archway.worklist.hl7;

import io.archway.dicom.charset.SpecificCharacterSet;
import io.archway.index.order.OrderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Character sets by their names of HL7 table 0211 (MSH-18), as those of DICOM that they are. */
final class Hl7CharacterSet {
  private static final String ALONE = "ISO_IR ";
  private static final String EXTENDED = "ISO 2022 IR ";

  /** Single-byte sets, by their registration number. */
  private static final Map<String, String> NUMBERS =
      Map.ofEntries(
          Map.entry("8859/1", "100"),
          Map.entry("8859/2", "101"),
          Map.entry("8859/3", "109"),
          Map.entry("8859/4", "110"),
          Map.entry("8859/5", "144"),
          Map.entry("8859/6", "127"),
          Map.entry("8859/7", "126"),
          Map.entry("8859/8", "138"),
          Map.entry("8859/9", "148"),
          Map.entry("8859/15", "203"),
          Map.entry("ISO IR14", "13"),
          Map.entry("ISO IR6", "6"));

  /** Those that are only reached by escape sequences. */
  private static final Map<String, String> ANNOUNCED =
      Map.of("ISO IR87", "87", "ISO IR159", "159", "KS X 1001", "149");

  private Hl7CharacterSet() {}

  /**
   * @param names the repetitions of MSH-18; none, or ASCII, is text that is read as it can be
   */
  static SpecificCharacterSet of(List<String> names) {
    List<String> upper = names.stream().map(name -> name.strip().toUpperCase(Locale.ROOT)).toList();
    if (upper.size() == 1 && isUtf8(upper.get(0))) {
      return SpecificCharacterSet.UTF_8;
    }
    if (upper.size() == 1 && upper.get(0).startsWith("GB 18030")) {
      return SpecificCharacterSet.of("GB18030");
    }
    List<String> terms = new ArrayList<>();
    for (String name : upper) {
      String term = term(name, upper.size() > 1);
      if (!(upper.size() == 1 && term.isEmpty())) {
        terms.add(term);
      }
    }
    if (terms.size() == 1 && ANNOUNCED.containsKey(upper.get(0))) {
      terms.add(0, "");
    }
    return SpecificCharacterSet.of(terms);
  }

  private static boolean isUtf8(String name) {
    return List.of("UNICODE UTF-8", "UNICODE", "UTF-8", "UTF8").contains(name);
  }

  private static String term(String name, boolean several) {
    if (name.isEmpty() || name.equals("ASCII")) {
      return "";
    }
    String plain = name.startsWith("ISO 8859") ? name.substring(4) : name;
    String number = NUMBERS.get(plain.replace('-', '/'));
    if (number != null) {
      return (several ? EXTENDED : ALONE) + number;
    }
    if (ANNOUNCED.containsKey(name)) {
      return EXTENDED + ANNOUNCED.get(name);
    }
    throw new OrderException(
        "MSH-18: a character set that is not known (expected: ASCII, 8859/1 to 8859/9, 8859/15,"
            + " UNICODE UTF-8, ISO IR14, ISO IR87, ISO IR159, KS X 1001, GB 18030-2000)");
  }
}
