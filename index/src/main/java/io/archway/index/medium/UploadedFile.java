package io.archway.index.medium;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archway.index.audit.Auditor;
import io.archway.index.patient.NamedPatient;
import io.archway.index.patient.PatientIdentity;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What was said of a file that is no DICOM object when it came: all that a new index needs to make
 * its medium again. Kept with it in the log, as JSON.
 *
 * @param name as the sender called it; never used as a path
 * @param mediaType found from its content
 * @param patient whose it is
 * @param variant which of several patients of one identity; 0 where they are not known yet
 * @param by who sent it, for the audit alone: the log does not keep it; null where a new index is
 *     made of what was audited when it came
 */
public record UploadedFile(
    String name, String mediaType, long officeKey, NamedPatient patient, int variant, Auditor by) {
  /** Of the JSON in UTF-8, so that it fits the header of a record. */
  public static final int MAX_BYTES = 3_000;

  public static final int MAX_NAME_LENGTH = 255;

  private static final JsonMapper JSON = new JsonMapper();

  public UploadedFile withBy(Auditor auditor) {
    return new UploadedFile(name, mediaType, officeKey, patient, variant, auditor);
  }

  public String toJson() {
    ObjectNode said = JSON.createObjectNode();
    said.put("name", name);
    said.put("media_type", mediaType);
    said.put("office", officeKey);
    ObjectNode whose = said.putObject("patient");
    whose.put("issuer", patient.issuer());
    whose.put("id", patient.patientId());
    whose.put("issuer_of_id", patient.issuerOfPatientId());
    whose.put("name", patient.name());
    whose.put("birth_date", patient.birthDate() == null ? null : patient.birthDate().toString());
    whose.put("sex", patient.sex());
    whose.put("variant", variant);
    return said.toString();
  }

  /** Whom of those of one identity it means; empty where it is none of them. */
  public Optional<PatientIdentity> choose(List<PatientIdentity> sameIdentity) {
    List<PatientIdentity> possible =
        sameIdentity.stream().filter(one -> !patient.contradicts(one)).toList();
    return possible.stream()
        .filter(one -> one.variant() == variant)
        .findFirst()
        .or(() -> possible.stream().findFirst());
  }

  /** Whether the log can keep it. */
  public boolean fits() {
    return toJson().getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
  }

  /**
   * @throws IllegalArgumentException where the text is none that was written by {@link #toJson}
   */
  public static UploadedFile ofJson(String text) {
    try {
      JsonNode said = JSON.readTree(text);
      JsonNode whose = said.required("patient");
      String birthDate = text(whose, "birth_date");
      return new UploadedFile(
          said.required("name").asText(),
          said.required("media_type").asText(),
          said.required("office").asLong(),
          new NamedPatient(
              whose.required("issuer").asText(),
              whose.required("id").asText(),
              text(whose, "issuer_of_id"),
              text(whose, "name"),
              birthDate == null ? null : LocalDate.parse(birthDate),
              text(whose, "sex")),
          whose.required("variant").asInt(),
          null);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("description of a file: no JSON", e);
    }
  }

  private static String text(JsonNode node, String member) {
    JsonNode value = node.get(member);
    return value == null || value.isNull() ? null : value.asText();
  }
}
