package io.archway.dicom.charset;

import java.util.ArrayList;
import java.util.List;

/**
 * The values of Specific Character Set, understood: the sets in order, the first being the one that
 * is active initially, and what was odd.
 */
record Declaration(List<Repertoire> repertoires, List<String> warnings) {
  private static final int MAX_QUOTED_LENGTH = 64;
  private static final int MAX_VALUES = 32;

  static Declaration parse(List<String> values) {
    List<String> warnings = new ArrayList<>();
    List<Repertoire> found = new ArrayList<>();
    List<String> terms = split(values);
    boolean extended = terms.size() > 1;
    for (int i = 0; i < terms.size(); i++) {
      Repertoire repertoire = understand(i + 1, terms.get(i), extended, warnings);
      if (repertoire != null && !found.contains(repertoire)) {
        found.add(repertoire);
      }
    }
    return new Declaration(combine(found, warnings), List.copyOf(warnings));
  }

  private static List<String> split(List<String> values) {
    List<String> terms = new ArrayList<>();
    for (String value : values) {
      terms.addAll(List.of(value.split("\\\\", -1)));
    }
    return terms.size() > MAX_VALUES ? terms.subList(0, MAX_VALUES) : terms;
  }

  private static Repertoire understand(
      int number, String value, boolean extended, List<String> warnings) {
    String term = strip(value);
    if (term.isEmpty()) {
      return number == 1 ? Repertoire.IR_6 : emptyLater(number, warnings);
    }
    Repertoire repertoire = DefinedTerms.find(term);
    if (repertoire == null) {
      warnings.add(odd(number, term, "a defined term of PS3.3 C.12.1.1.2; ignored"));
    } else if (!DefinedTerms.isExact(term)) {
      warnings.add(odd(number, term, spelled(repertoire, extended)));
    } else if (extended && term.equals(repertoire.term()) && repertoire.standAlone() == null) {
      warnings.add(odd(number, term, spelled(repertoire, true)));
    }
    return repertoire;
  }

  private static Repertoire emptyLater(int number, List<String> warnings) {
    warnings.add(odd(number, "", "a defined term; only value 1 can be empty"));
    return null;
  }

  /** Settles what can stand beside what (PS3.3 tables C.12-2 to C.12-5). */
  private static List<Repertoire> combine(List<Repertoire> found, List<String> warnings) {
    if (found.isEmpty()) {
      return List.of(Repertoire.IR_6);
    }
    if (found.size() > 1 && found.stream().anyMatch(r -> r.standAlone() != null)) {
      return withStandAlone(found, warnings);
    }
    if (!found.get(0).canBeFirst()) {
      warnings.add(
          odd(1, found.get(0).extendedTerm(), "a single-byte set, or empty, before this one"));
      found.remove(Repertoire.IR_6);
      found.add(0, Repertoire.IR_6);
    }
    return List.copyOf(found);
  }

  private static List<Repertoire> withStandAlone(List<Repertoire> found, List<String> warnings) {
    List<Repertoire> rest = new ArrayList<>(found);
    if (rest.get(0) == Repertoire.IR_6) {
      // ASCII is part of every set that stands alone.
      rest.remove(0);
    }
    Repertoire first = rest.get(0);
    if (first.standAlone() != null) {
      warnings.add("Specific Character Set: other values (expected: only " + first.term() + ")");
      return List.of(first);
    }
    warnings.add(
        "Specific Character Set: a set without code extensions beside others (expected: alone);"
            + " ignored");
    rest = new ArrayList<>(found);
    rest.removeIf(r -> r.standAlone() != null);
    return combine(rest, warnings);
  }

  private static String spelled(Repertoire repertoire, boolean extended) {
    boolean useExtended =
        extended && repertoire.extendedTerm() != null || repertoire.term() == null;
    return useExtended ? repertoire.extendedTerm() : repertoire.term();
  }

  private static String odd(int number, String value, String expected) {
    return "Specific Character Set value "
        + number
        + ": \""
        + printable(value)
        + "\" (expected: "
        + expected
        + ")";
  }

  private static String printable(String value) {
    String cut =
        value.length() > MAX_QUOTED_LENGTH ? value.substring(0, MAX_QUOTED_LENGTH) + "..." : value;
    return cut.replaceAll("[^ -~]", "?");
  }

  private static String strip(String value) {
    return value.replaceAll("^[\\s\\x00]+|[\\s\\x00]+$", "");
  }
}
