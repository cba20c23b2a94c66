package io.archway.index.profile;

import io.archway.index.access.Visibility;
import io.archway.index.database.Page;
import io.archway.index.database.PageRequest;
import io.archway.index.patient.Patient;
import io.archway.index.patient.PatientDao;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** SQL of patients with their profiles, for readers. */
public interface ProfileDao extends SqlObject {

  String COLUMNS =
      """
      f.patient_key, f.organization_key, f.active, f.email, f.phone, f.phone_country, f.personal_no,
      f.external_id, f.legacy_id, f.locale, f.blood_type, f.allergies, f.medical_conditions,
      f.medical_issues, f.preferences, f.emergency_contact_name, f.emergency_contact_relationship,
      f.emergency_contact_phone, f.insurance_provider, f.insurance_id, f.vip, f.vip_start_date,
      f.vip_expiration_date, f.vip_notes, f.preferred_doctor_key, f.updated_at
      """;

  @SqlQuery(
      "SELECT "
          + COLUMNS
          + """
            FROM patient_profile f
            WHERE f.patient_key = :patientKey AND f.organization_key = :organizationKey
            """)
  Optional<PatientProfile> find(long organizationKey, long patientKey);

  /** Of those who have one, in no order; at most a page of keys. */
  @SqlQuery(
      "SELECT "
          + COLUMNS
          + """
            FROM patient_profile f
            WHERE f.patient_key IN (<patientKeys>) AND f.organization_key = :organizationKey
            """)
  List<PatientProfile> all(long organizationKey, @BindList("patientKeys") List<Long> patientKeys);

  /** Whose an id in another system is, whoever sees them, merged and deleted ones included. */
  @SqlQuery(
      """
      SELECT r.patient_key FROM patient_reference r
      WHERE r.organization_key = :organizationKey AND r.kind = :kind AND r.reference = :reference
      """)
  Optional<Long> keyOf(long organizationKey, ReferenceKind kind, String reference);

  /**
   * Of a patient and those who were merged into them, the one whose ids say who the patient is:
   * themselves, where they have an id in another system, else the first who has.
   */
  @SqlQuery(
      """
      SELECT r.patient_key FROM
        (SELECT 0 AS distance, x.patient_key FROM patient_reference x
          WHERE x.patient_key = :patientKey AND x.organization_key = :organizationKey
        UNION ALL
        SELECT 1 AS distance, x.patient_key
          FROM patient m JOIN patient_reference x ON x.patient_key = m.patient_key
          WHERE m.organization_key = :organizationKey AND m.merged_into_key = :patientKey) r
      ORDER BY r.distance, r.patient_key
      FETCH FIRST 1 ROWS ONLY
      """)
  Optional<Long> speaker(long organizationKey, long patientKey);

  /** The newest first; who was merged into another is not among them. */
  default Page<Patient> page(
      long organizationKey, Visibility visible, ProfileFilter filter, PageRequest page) {
    ProfileConditions conditions = ProfileConditions.of(filter);
    if (visible.isNone() || conditions.fitNobody()) {
      return Page.empty();
    }
    String where = conditions.sql() + seen(organizationKey, visible, conditions);
    long counted =
        bind(
                "SELECT count(*) FROM (SELECT 1" + where + " FETCH FIRST :most ROWS ONLY) counted",
                organizationKey,
                conditions)
            .bind("most", PageRequest.COUNT_LIMIT + 1)
            .mapTo(long.class)
            .one();
    List<Patient> rows =
        bind(
                "SELECT "
                    + PatientDao.COLUMNS
                    + where
                    + """
                       ORDER BY p.organization_key, p.patient_key DESC
                      OFFSET :offset ROWS FETCH FIRST :perPage ROWS ONLY
                      """,
                organizationKey,
                conditions)
            .bind("offset", page.offset())
            .bind("perPage", page.perPage())
            .mapTo(Patient.class)
            .list();
    return Page.counted(rows, counted);
  }

  private Query bind(String sql, long organizationKey, ProfileConditions conditions) {
    Query query = getHandle().createQuery(sql).bind("organizationKey", organizationKey);
    conditions.parameters().forEach(query::bind);
    return query;
  }

  /** What is searched for leads to few patients, who are looked at; else their own lead. */
  private static String seen(
      long organizationKey, Visibility visible, ProfileConditions conditions) {
    return visible.isAll() || conditions.isSelective()
        ? visible.andPatient("p")
        : " AND p.patient_key IN (" + visible.patientKeys(organizationKey) + ")";
  }
}
