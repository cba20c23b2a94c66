package io.archway.index.decision;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One side of a decision: what arrived, or what is proposed for it. Keys are null where they do not
 * apply; {@code attributes} are texts by keyword of PS3.6, in the order in which people read them,
 * those it does not know left out.
 */
public record Party(
    Long patientKey,
    Long studyKey,
    Long mediumKey,
    Long worklistItemKey,
    Integer version,
    Boolean current,
    Integer images,
    Map<String, String> attributes) {
  static final String PATIENT_NAME = "PatientName";
  static final String PATIENT_ID = "PatientID";
  static final String ISSUER = "IssuerOfPatientID";
  static final String BIRTH_DATE = "PatientBirthDate";
  static final String SEX = "PatientSex";
  static final String STUDY_DATE = "StudyDate";
  static final String MODALITY = "Modality";
  static final String ACCESSION_NUMBER = "AccessionNumber";
  static final String DESCRIPTION = "StudyDescription";
  static final String STUDY_UID = "StudyInstanceUID";

  public Party {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  static Party ofPatient(Long patientKey, Integer images, Map<String, String> attributes) {
    return new Party(patientKey, null, null, null, null, null, images, attributes);
  }

  static Party ofItem(long itemKey, long patientKey, Map<String, String> attributes) {
    return new Party(patientKey, null, null, itemKey, null, null, null, attributes);
  }

  /** The same, with what it says of itself in place of what is known by now. */
  Party saying(Map<String, String> said) {
    Map<String, String> all = new LinkedHashMap<>(attributes);
    said.forEach(
        (attribute, value) -> {
          if (value != null && !value.isBlank()) {
            all.put(attribute, value);
          }
        });
    return new Party(
        patientKey, studyKey, mediumKey, worklistItemKey, version, current, images, all);
  }
}
