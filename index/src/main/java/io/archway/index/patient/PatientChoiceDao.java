package io.archway.index.patient;

import io.archway.index.access.Visibility;
import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.sqlobject.SqlObject;

/** SQL of patients in short. */
public interface PatientChoiceDao extends SqlObject {

  /** A patient, in short. */
  record PatientChoice(long patientKey, String patientId, String name, LocalDate birthDate) {}

  /** Of those whom somebody sees, the newest first; those who were merged are not among them. */
  default List<PatientChoice> newest(
      long organizationKey, Visibility visible, boolean withoutReport, int most) {
    if (visible.isNone()) {
      return List.of();
    }
    String seen =
        visible.isAll()
            ? ""
            : " AND p.patient_key IN (" + visible.patientKeys(organizationKey) + ")";
    String unreported =
        """
         AND NOT EXISTS (SELECT 1 FROM report r
           WHERE r.patient_key = p.patient_key AND r.deleted_at IS NULL)
        """;
    return getHandle()
        .createQuery(
            """
            SELECT p.patient_key, p.patient_id, p.name, p.birth_date FROM patient p
            WHERE p.organization_key = :organizationKey AND p.deleted_at IS NULL
              AND p.merged_into_key IS NULL
            """
                + seen
                + (withoutReport ? unreported : "")
                + """
                   ORDER BY p.organization_key, p.patient_key DESC FETCH FIRST :most ROWS ONLY
                  """)
        .bind("organizationKey", organizationKey)
        .bind("most", most)
        .mapTo(PatientChoice.class)
        .list();
  }
}
