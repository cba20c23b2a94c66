package io.archway.http.imaging;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Rule;
import io.archway.index.patient.NamedPatient;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** Header fields of an image that an agent has stored elsewhere, under the contract's names. */
record NewDicom(
    @Rule.Size(max = 2_000) String path,
    @Rule.Size(max = 2_000) String link,
    @Rule.Name("studyInstanceUID")
        @Rule.Required
        @Rule.Size(max = 64)
        @Rule.Matches(value = OrderText.UID, meaning = OrderText.UID_MEANING)
        String studyInstanceUid,
    @Rule.Name("sopInstanceUID")
        @Rule.Required
        @Rule.Size(max = 64)
        @Rule.Matches(value = OrderText.UID, meaning = OrderText.UID_MEANING)
        String sopInstanceUid,
    @Rule.Name("studyDate") String studyDate,
    @Rule.Required String manufacturer,
    @Rule.Name("manufacturerModelName") String manufacturerModelName,
    @Rule.Name("manufacturerModelVersion") String manufacturerModelVersion,
    @Rule.Name(PATIENT_ID)
        @Rule.Required
        @Rule.Size(max = 64)
        @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
        String patientId,
    @Rule.Name(PATIENT_NAME)
        @Rule.Required
        @Rule.Size(max = 200)
        @Rule.Matches(value = OrderText.NAME, meaning = OrderText.NAME_MEANING)
        String patientName,
    @Rule.Name("patientBirthDate") String patientBirthDate,
    @Rule.Name("patientSex") @Rule.Matches(value = PatientSex.PATTERN, meaning = PatientSex.MEANING)
        String patientSex,
    @Rule.Name("acquisitionDateTime") String acquisitionDateTime,
    @Rule.Required @Rule.Matches(value = OrderText.MODALITY, meaning = OrderText.MODALITY_MEANING)
        String modality,
    @Rule.Name("institutionName") String institutionName,
    @Rule.Name("institutionAddress") @Rule.Size(max = 1_024) String institutionAddress,
    @Rule.Name("referringPhysicianName")
        @Rule.Size(max = 200)
        @Rule.Matches(value = OrderText.NAME, meaning = OrderText.NAME_MEANING)
        String referringPhysicianName)
    implements Rule.Across {

  static final String PATIENT_ID = "patientId";
  static final String PATIENT_NAME = "patientName";

  @Override
  public void check(FieldErrors errors) {
    HeaderDates.check("studyDate", studyDate, errors);
    HeaderDates.check("patientBirthDate", patientBirthDate, errors);
    HeaderDates.check("acquisitionDateTime", acquisitionDateTime, errors);
  }

  LocalDate studyDay() {
    return HeaderDates.date(studyDate);
  }

  /** When the scan was made, as far as that is said. */
  LocalDateTime madeAt(LocalDateTime otherwise) {
    LocalDateTime acquired = HeaderDates.parse(acquisitionDateTime);
    LocalDateTime studied = HeaderDates.parse(studyDate);
    LocalDateTime first = studied == null ? acquired : studied;
    return first == null ? otherwise : first;
  }

  NamedPatient patient(long officeKey) {
    return NamedPatient.of(
        patientId.strip(),
        null,
        officeKey,
        patientName.strip(),
        HeaderDates.date(patientBirthDate),
        PatientSex.of(patientSex));
  }

  /** All that was said. */
  ObjectNode asSaid() {
    ObjectNode said = JsonNodeFactory.instance.objectNode();
    put(said, "path", path);
    put(said, "link", link);
    put(said, "studyInstanceUID", studyInstanceUid);
    put(said, "sopInstanceUID", sopInstanceUid);
    put(said, "studyDate", studyDate);
    put(said, "manufacturer", manufacturer);
    put(said, "manufacturerModelName", manufacturerModelName);
    put(said, "manufacturerModelVersion", manufacturerModelVersion);
    put(said, PATIENT_ID, patientId);
    put(said, PATIENT_NAME, patientName);
    put(said, "patientBirthDate", patientBirthDate);
    put(said, "patientSex", PatientSex.of(patientSex));
    put(said, "acquisitionDateTime", acquisitionDateTime);
    put(said, "modality", modality);
    put(said, "institutionName", institutionName);
    put(said, "institutionAddress", institutionAddress);
    put(said, "referringPhysicianName", referringPhysicianName);
    return said;
  }

  private static void put(ObjectNode said, String name, String value) {
    if (!OrderParts.isBlank(value)) {
      said.put(name, value.strip());
    }
  }
}
