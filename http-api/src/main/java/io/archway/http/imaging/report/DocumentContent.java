package io.archway.http.imaging.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.archway.http.pdf.Paper;
import java.util.List;

/**
 * All that a document is made of, as it was at the signature: kept with it, so that it is the same
 * whenever it is made.
 *
 * @param object what its instance says of the study; null where there is none
 */
record DocumentContent(Paper paper, StudyPart object) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * The study that the instance joins, as its images were received: texts as attributes hold them.
   *
   * @param officeKey whose Patient IDs these are, where the images name no issuer
   */
  record StudyPart(
      long officeKey,
      String studyInstanceUid,
      String studyDate,
      String studyTime,
      String studyId,
      String accessionNumber,
      String referringPhysicianName,
      String patientName,
      String patientId,
      String issuerOfPatientId,
      String patientBirthDate,
      String patientSex,
      String institutionName,
      String contentDate,
      String contentTime,
      String verifiedAt,
      List<Source> sources) {}

  /** An image that the report is about. */
  record Source(String sopClassUid, String sopInstanceUid) {}

  String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // texts and numbers always become JSON
    }
  }

  static DocumentContent parse(String json) {
    try {
      return JSON.readValue(json, DocumentContent.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("content of a report document", e);
    }
  }
}
