package io.archway.index.form;

import io.archway.index.database.BoundedText;
import java.util.Arrays;
import java.util.List;

/**
 * A form to be made.
 *
 * @param makeDefault whether reports that name no form are written by it
 * @param replacesKey the form whose place it takes, or null
 */
public record NewForm(
    String name,
    String description,
    boolean makeDefault,
    Long replacesKey,
    List<FormField> fields) {

  public NewForm {
    name = BoundedText.of(name);
    fields = List.copyOf(fields);
  }

  /** All sections: what every organization begins with. */
  static NewForm standard() {
    return new NewForm(
        "Standard report",
        null,
        true,
        null,
        Arrays.stream(ReportSection.values())
            .map(section -> new FormField(section, section.label(), false, null))
            .toList());
  }
}
