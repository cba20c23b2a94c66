package io.archway.http.imaging.report;

import io.archway.http.kernel.Change;
import io.archway.http.kernel.FieldErrors;
import io.archway.index.form.FormField;
import io.archway.index.form.ReportSection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The sections of a report as a request says them. */
final class ReportTexts {
  /** Characters of one section; all together are bounded by a setting. */
  static final int MAX_SECTION = 100_000;

  /** An empty line takes room on paper too. */
  private static final int LINE = 60;

  private ReportTexts() {}

  static String name(ReportSection section) {
    return section.name().toLowerCase(Locale.ROOT);
  }

  /** What sections become; a blank one is none. */
  static Map<ReportSection, String> changed(
      Map<ReportSection, String> before, Map<ReportSection, Change<String>> said) {
    Map<ReportSection, String> texts = new EnumMap<>(ReportSection.class);
    for (ReportSection section : ReportSection.values()) {
      Change<String> change = said.get(section);
      String text = change == null ? before.get(section) : change.orElse(before.get(section));
      if (text != null && !text.isBlank()) {
        texts.put(section, text.strip());
      }
    }
    return texts;
  }

  /** With the form's texts where a section is not said at all. */
  static Map<ReportSection, String> withDefaults(
      Map<ReportSection, String> said, List<FormField> fields) {
    Map<ReportSection, Change<String>> given = new EnumMap<>(ReportSection.class);
    said.forEach((section, text) -> given.put(section, Change.to(text)));
    Map<ReportSection, String> defaults = new EnumMap<>(ReportSection.class);
    for (FormField field : fields) {
      if (field.defaultText() != null) {
        defaults.put(field.section(), field.defaultText());
      }
    }
    return changed(defaults, given);
  }

  /** That the form has these sections, and that they are not too long. */
  static void check(
      Map<ReportSection, String> texts, List<FormField> fields, int max, FieldErrors errors) {
    long length = 0;
    for (Map.Entry<ReportSection, String> text : texts.entrySet()) {
      if (fields.stream().noneMatch(field -> field.section() == text.getKey())) {
        errors.add(name(text.getKey()), "expected: a section of the form");
      }
      String value = text.getValue();
      length += value.length() + LINE * value.chars().filter(c -> c == '\n' || c == '\r').count();
    }
    if (length > max) {
      errors.add(
          "body",
          "length of all sections, a line's end counting %d: %d (expected: <= %d)"
              .formatted(LINE, length, max));
    }
  }

  /** What the form asks for before a signature. */
  static void checkComplete(
      Map<ReportSection, String> texts, List<FormField> fields, FieldErrors errors) {
    for (FormField field : fields) {
      if (field.required() && !texts.containsKey(field.section())) {
        errors.add(name(field.section()), "expected: a text before the report is signed");
      }
    }
    if (texts.isEmpty()) {
      errors.add("body", "expected: a text before the report is signed");
    }
  }
}
