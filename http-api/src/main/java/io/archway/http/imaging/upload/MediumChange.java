package io.archway.http.imaging.upload;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.http.kernel.Change;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Rule;

/** What is said of a medium: what is absent stays, null is nothing. */
record MediumChange(
    @Rule.Size(max = 32)
        @Rule.Matches(
            value = "[A-Za-z0-9][A-Za-z0-9 _.-]*",
            meaning = "a word of up to 32 characters")
        Change<String> status,
    @Rule.Size(max = 2_000) Change<String> description,
    Change<JsonNode> meta,
    Change<String> category,
    Change<Long> patientId)
    implements Rule.Across {

  private static final int MAX_META = 64 << 10;

  @Override
  public void check(FieldErrors errors) {
    if (status.given() && status.value() == null) {
      errors.add("status", "required");
    }
    if (patientId.given() && patientId.value() == null) {
      errors.add("patient_id", "required");
    }
    JsonNode members = meta.value();
    if (members != null && (!members.isObject() || members.toString().length() > MAX_META)) {
      errors.add("meta", "expected: an object of up to %d characters".formatted(MAX_META));
    }
  }
}
