package io.archway.http.imaging;

import io.archway.http.access.Actor;
import io.archway.http.kernel.FieldErrors;
import io.archway.index.account.AccountDao;
import io.archway.index.medium.Medium;
import io.archway.index.medium.MediumDao;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.patient.PatientRows;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Checks what an order refers to: rows of its organization only. Whatever is of another is as if it
 * were not there. Used for one request in its transaction.
 */
final class OrderReferences {

  static final String DENTIST = "dentist_id";
  static final String RADIOLOGIST = "radiologist_id";

  private final Handle handle;
  private final Actor actor;
  private final long organizationKey;
  private final FieldErrors errors;

  OrderReferences(ItemWork work, FieldErrors errors) {
    this.errors = errors;
    this.handle = work.handle();
    this.actor = work.actor();
    this.organizationKey = work.organizationKey();
  }

  /** Of members by their names; what is not said is not asked for. */
  void check(Map<String, Object> said) throws SQLException {
    if (said.get("office_id") instanceof Long office) {
      office(office);
    }
    user(DENTIST, (Long) said.get(DENTIST));
    user(RADIOLOGIST, (Long) said.get(RADIOLOGIST));
    if (said.get("patient_id") instanceof Long patient) {
      patient(patient);
      medium((Long) said.get("media_id"), patient, (String) said.get("study_instance_uid"));
    }
  }

  void office(long key) {
    if (!actor.visible().includeOffice(key)) {
      errors.add("office_id", "expected: an office of the user");
    } else if (handle.attach(OrganizationDao.class).findOffice(organizationKey, key).isEmpty()) {
      errors.add("office_id", "expected: an office of this organization");
    }
  }

  void user(String field, Long key) {
    if (key != null && handle.attach(AccountDao.class).find(organizationKey, key).isEmpty()) {
      errors.add(field, "expected: a user of this organization");
    }
  }

  /** Holds the patient's row, so that nobody merges them meanwhile. */
  void patient(long key) throws SQLException {
    Optional<PatientIdentity> patient =
        PatientRows.lock(handle.getConnection(), organizationKey, key);
    if (patient.isEmpty() || !actor.visible().seesPatient(handle, key)) {
      errors.add("patient_id", "expected: a patient of this organization");
    } else if (patient.get().mergedIntoKey() != null) {
      errors.add(
          "patient_id",
          "merged into another patient (expected: %d)".formatted(patient.get().mergedIntoKey()));
    }
  }

  /** Null where there is none or none such. */
  Medium medium(Long key, long patientKey, String studyInstanceUid) {
    if (key == null) {
      return null;
    }
    Optional<Medium> found =
        handle.attach(MediumDao.class).find(organizationKey, actor.visible(), key);
    if (found.isEmpty()) {
      errors.add("media_id", "expected: a medium of this organization");
      return null;
    }
    Medium medium = found.get();
    if (medium.patientKey() != patientKey) {
      errors.add("media_id", "expected: a medium of the patient of patient_id");
    }
    String uid = medium.studyInstanceUid();
    if (studyInstanceUid != null && uid != null && !studyInstanceUid.equals(uid)) {
      errors.add("study_instance_uid", "expected: that of media_id, or none");
    }
    return medium;
  }
}
