package io.archway.http.patients;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.MemberNaming;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which member of a patient each column of a CSV file is. */
record PatientColumns(List<String> names) {

  static final String EXTERNAL_ID = "external_id";
  static final String LEGACY_ID = "legacy_id";

  /** Members that a column may be, with their types. */
  private static final Map<String, Class<?>> MEMBERS = members();

  private static final Set<String> PHONES = Set.of("phone", "emergency_contact_phone");
  private static final Pattern FORMULA = Pattern.compile("[=@+\\-].*", Pattern.DOTALL);
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final int MAX_SHOWN = 40;

  PatientColumns {
    names = List.copyOf(names);
  }

  private static Map<String, Class<?>> members() {
    Map<String, Class<?>> members = new LinkedHashMap<>();
    for (RecordComponent component : NewPatient.class.getRecordComponents()) {
      members.put(MemberNaming.SNAKE_CASE.nameOf(component.getName()), component.getType());
    }
    return members;
  }

  /** Of the first row; throws where it cannot be one. */
  static PatientColumns of(int line, List<String> cells) {
    if (cells == null) {
      throw new CsvFileException(line, "malformed (expected: names of columns)");
    }
    List<String> names = new ArrayList<>();
    for (String cell : cells) {
      String name = cell.strip().toLowerCase(Locale.ROOT).replaceAll("[ -]+", "_");
      if (!MEMBERS.containsKey(name)) {
        throw new CsvFileException(
            line,
            "column '%s' (expected: %s)"
                .formatted(shown(cell), String.join(", ", MEMBERS.keySet())));
      }
      if (names.contains(name)) {
        throw new CsvFileException(line, "column %s twice (expected: once)".formatted(name));
      }
      names.add(name);
    }
    if (!names.containsAll(List.of("first_name", "last_name"))) {
      throw new CsvFileException(line, "columns first_name and last_name are missing");
    }
    if (!names.contains(EXTERNAL_ID) && !names.contains(LEGACY_ID)) {
      throw new CsvFileException(
          line,
          "neither column external_id nor legacy_id (expected: one of them, so that importing the"
              + " file again finds the same patients)");
    }
    return new PatientColumns(names);
  }

  private static String shown(String text) {
    return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
  }

  /** What a row says; an empty cell says nothing. What is wrong with cells is added. */
  ObjectNode members(List<String> cells, FieldErrors errors) {
    ObjectNode members = JsonNodeFactory.instance.objectNode();
    if (cells.size() != names.size()) {
      errors.add("row", "%d cells (expected: %d)".formatted(cells.size(), names.size()));
      return members;
    }
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i).strip();
      if (!cell.isEmpty()) {
        put(members, names.get(i), cell, errors);
      }
    }
    if (!members.has(EXTERNAL_ID) && !members.has(LEGACY_ID)) {
      errors.add(names.contains(EXTERNAL_ID) ? EXTERNAL_ID : LEGACY_ID, PatientsDialect.BLANK);
    }
    return members;
  }

  private static void put(ObjectNode members, String name, String cell, FieldErrors errors) {
    if (FORMULA.matcher(cell).matches() && !(PHONES.contains(name) && cell.startsWith("+"))) {
      errors.add(name, "begins like a formula, with = + - or @ (expected: text)");
    }
    Class<?> type = MEMBERS.get(name);
    String lower = cell.toLowerCase(Locale.ROOT);
    if (type == Boolean.class && (lower.equals("true") || lower.equals("1"))) {
      members.put(name, true);
    } else if (type == Boolean.class && (lower.equals("false") || lower.equals("0"))) {
      members.put(name, false);
    } else if (type == Long.class && NUMBER.matcher(cell).matches()) {
      members.put(name, Long.parseLong(cell));
    } else {
      members.put(name, type.isEnum() ? lower : cell);
    }
  }
}
