package io.archway.http.imaging.upload;

import io.archway.http.access.Actor;
import io.archway.http.kernel.FieldErrors;
import io.archway.index.patient.NamedPatient;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.patient.PatientName;
import io.archway.index.patient.PatientRows;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Whose an uploaded file is: by our id, by a Patient ID that is no number, or by name and birth
 * date. Numbers are our ids alone: a Patient ID that is the id of somebody else would file a
 * picture with the wrong patient. Used in one transaction.
 *
 * @param named as the log is to know them
 * @param variant which of several patients of one identity
 */
record UploadPatient(NamedPatient named, int variant) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int OWN_ID_LENGTH = 12;

  /** Null where nobody is named, or nobody such is there; errors say which. */
  static UploadPatient find(
      Handle handle,
      Actor actor,
      long officeKey,
      NewPatients making,
      UploadFields fields,
      FieldErrors errors)
      throws SQLException {
    if (fields.patientId != null) {
      return byId(handle, actor, fields, errors);
    } else if (fields.patientName == null) {
      return null;
    } else if (fields.patientBirthDate == null) {
      errors.add(UploadFields.PATIENT_DOB, "required with patient_name");
      return null;
    }
    Optional<UploadPatient> known = byName(handle, actor, fields, errors);
    if (known.isPresent() || errors.asMap().containsKey(UploadFields.PATIENT_NAME)) {
      return known.orElse(null);
    }
    return making.made(actor.organizationKey(), officeKey, actor.visible(), fields, made(fields));
  }

  private static UploadPatient byId(
      Handle handle, Actor actor, UploadFields fields, FieldErrors errors) throws SQLException {
    Optional<Long> key =
        fields.patientId.matches("[1-9][0-9]{0,17}")
            ? Optional.of(Long.valueOf(fields.patientId))
            : ofPatientId(handle, actor, fields.patientId);
    Optional<PatientIdentity> found =
        key.isEmpty()
            ? Optional.empty()
            : PatientRows.lock(handle.getConnection(), actor.organizationKey(), key.get())
                .filter(one -> actor.visible().seesPatient(handle, one.patientKey()));
    if (found.isEmpty()) {
      errors.add(
          UploadFields.PATIENT_ID, "expected: the id of a patient, or a Patient ID that one has");
      return null;
    } else if (found.get().mergedIntoKey() != null) {
      errors.add(
          UploadFields.PATIENT_ID,
          "merged into another patient (expected: %d)".formatted(found.get().mergedIntoKey()));
      return null;
    }
    checkAgrees(fields, found.get(), errors);
    return of(found.get());
  }

  /** What else is said of the patient must not be somebody else's. */
  private static void checkAgrees(
      UploadFields fields, PatientIdentity patient, FieldErrors errors) {
    NamedPatient said =
        new NamedPatient(
            patient.issuer(),
            patient.patientId(),
            null,
            fields.patientName,
            fields.patientBirthDate,
            fields.patientSex);
    if (said.nameContradicts(patient) && fields.patientName != null) {
      errors.add(UploadFields.PATIENT_NAME, "expected: that of patient_id, or none");
    }
    if (fields.patientBirthDate != null
        && patient.birthDate() != null
        && !fields.patientBirthDate.equals(patient.birthDate())) {
      errors.add(UploadFields.PATIENT_DOB, "expected: that of patient_id, or none");
    }
  }

  /** Of those that the sender sees: whoever else has it is nothing to them. */
  private static Optional<Long> ofPatientId(Handle handle, Actor actor, String id) {
    List<Long> keys =
        handle
            .createQuery(
                """
                SELECT p.patient_key FROM patient p
                WHERE p.organization_key = :organizationKey AND p.patient_id = :id
                  AND p.merged_into_key IS NULL AND p.deleted_at IS NULL
                """
                    + actor.visible().andPatient("p")
                    + """
                       ORDER BY p.organization_key, p.patient_id, p.patient_key
                      FETCH FIRST 2 ROWS ONLY
                      """)
            .bind("organizationKey", actor.organizationKey())
            .bind("id", id)
            .mapTo(Long.class)
            .list();
    return keys.size() == 1 ? Optional.of(keys.get(0)) : Optional.empty();
  }

  private static Optional<UploadPatient> byName(
      Handle handle, Actor actor, UploadFields fields, FieldErrors errors) throws SQLException {
    List<Long> keys =
        handle
            .createQuery(
                """
                SELECT p.patient_key FROM patient p
                WHERE p.organization_key = :organizationKey AND p.name_folded = :name
                  AND p.birth_date = :birthDate
                  AND (p.sex IS NULL OR CAST(:sex AS varchar) IS NULL OR p.sex = :sex)
                  AND p.merged_into_key IS NULL AND p.deleted_at IS NULL
                """
                    + actor.visible().andPatient("p")
                    + " ORDER BY p.patient_key FETCH FIRST 2 ROWS ONLY")
            .bind("organizationKey", actor.organizationKey())
            .bind("name", PatientName.parse(fields.patientName).folded())
            .bind("birthDate", fields.patientBirthDate)
            .bind("sex", fields.patientSex)
            .mapTo(Long.class)
            .list();
    if (keys.size() > 1) {
      errors.add(
          UploadFields.PATIENT_NAME,
          "several patients of this name and birth date (expected: patient_id)");
      return Optional.empty();
    }
    return keys.isEmpty()
        ? Optional.empty()
        : PatientRows.lock(handle.getConnection(), actor.organizationKey(), keys.get(0))
            .map(UploadPatient::of);
  }

  static UploadPatient of(PatientIdentity patient) {
    return new UploadPatient(
        new NamedPatient(
            patient.issuer(),
            patient.patientId(),
            null,
            patient.name(),
            patient.birthDate(),
            patient.sex()),
        patient.variant());
  }

  /** Somebody new, with a Patient ID of ours, which becomes a row with the file. */
  private static UploadPatient made(UploadFields fields) {
    StringBuilder id = new StringBuilder("A");
    for (int i = 1; i < OWN_ID_LENGTH; i++) {
      id.append(DIGITS.charAt(RANDOM.nextInt(DIGITS.length())));
    }
    return new UploadPatient(
        new NamedPatient(
            PatientIdentity.issuerNamed(PatientIdentity.OWN_ISSUER),
            id.toString(),
            PatientIdentity.OWN_ISSUER,
            fields.patientName,
            fields.patientBirthDate,
            fields.patientSex),
        0);
  }
}
