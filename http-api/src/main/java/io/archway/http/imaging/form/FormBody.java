package io.archway.http.imaging.form;

import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Rule;
import io.archway.index.form.FormField;
import io.archway.index.form.NewForm;
import io.archway.index.form.ReportSection;
import io.archway.index.patient.FoldedText;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A form to be made: its sections in the order in which a report has them. */
record FormBody(
    @Rule.Required @Rule.Size(max = 255) String name,
    @Rule.Size(max = 2_000) String description,
    Boolean isDefault,
    @Rule.Range(min = 1) Long replacesId,
    @Rule.Required @Rule.Size(min = 1, max = 12) List<Field> fields)
    implements Rule.Across {

  /** One section; without a label it has the usual one. */
  record Field(
      @Rule.Required ReportSection section,
      @Rule.Size(min = 1, max = 255) String label,
      Boolean required,
      @Rule.Size(max = 20_000) String defaultText) {

    FormField field() {
      boolean named = label != null && !label.isBlank();
      return new FormField(
          section,
          named ? label.strip() : section.label(),
          Boolean.TRUE.equals(required),
          defaultText == null || defaultText.isBlank() ? null : defaultText);
    }
  }

  @Override
  public void check(FieldErrors errors) {
    if (FoldedText.fold(name).isEmpty()) {
      errors.add("name", "expected: a text with a letter or a digit");
    }
    Set<ReportSection> seen = EnumSet.noneOf(ReportSection.class);
    for (int i = 0; i < fields.size(); i++) {
      if (!seen.add(fields.get(i).section())) {
        errors.add("fields.%d.section".formatted(i), "expected: each section once");
      }
    }
  }

  NewForm form() {
    return new NewForm(
        name,
        description == null || description.isBlank() ? null : description.strip(),
        Boolean.TRUE.equals(isDefault),
        replacesId,
        fields.stream().map(Field::field).toList());
  }
}
