package io.archway.http.imaging.form;

import io.archway.index.form.Form;
import io.archway.index.form.FormField;
import io.archway.index.form.ReportSection;
import java.time.Instant;
import java.util.List;

/**
 * A form as the API shows it; {@code replacedById} is the form that took its place, after which it
 * is no longer offered.
 */
record FormView(
    long id,
    String name,
    String description,
    boolean isDefault,
    Long replacedById,
    List<FieldView> fields,
    Instant createdAt) {

  record FieldView(ReportSection section, String label, boolean required, String defaultText) {}

  static FormView of(Form form, List<FormField> fields) {
    return new FormView(
        form.formKey(),
        form.name(),
        form.description(),
        form.isDefault(),
        form.replacedByKey(),
        fields.stream().map(FormView::field).toList(),
        form.createdAt());
  }

  private static FieldView field(FormField field) {
    return new FieldView(field.section(), field.label(), field.required(), field.defaultText());
  }
}
