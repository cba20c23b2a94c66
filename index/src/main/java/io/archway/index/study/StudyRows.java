package io.archway.index.study;

import io.archway.index.database.Binding;
import io.archway.index.database.BoundedText;
import io.archway.index.database.Statements;
import io.archway.index.patient.FoldedText;
import io.archway.index.patient.PatientIdentity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.List;

/** SQL of studies and their media, for a group of arrivals. */
public final class StudyRows {
  private static final String FIND =
      """
      SELECT s.study_key, s.patient_key, m.medium_key, s.study_instance_uid,
        p.patient_key, p.organization_key, p.issuer, p.patient_id, p.variant, p.name, p.birth_date,
        p.sex, p.merged_into_key, m.deleted_at IS NOT NULL
      FROM study s
      JOIN patient p ON p.patient_key = s.received_patient_key
      JOIN medium m ON m.study_key = s.study_key
      WHERE s.study_instance_uid IN %s AND s.organization_key = ?
      ORDER BY s.study_instance_uid, s.study_key
      """;
  private static final String INSERT =
      """
      INSERT INTO study (study_key, organization_key, patient_key, received_patient_key,
        study_instance_uid, study_date, study_date_raw, study_time, study_time_raw,
        accession_number, issuer_of_accession_number, study_id, description, description_folded,
        referring_physician_name, referring_physician_folded, reading_physician_name, patient_age,
        institution_name, device_key, office_key, series_count, instance_count, size_bytes,
        first_received_at, last_received_at, report_state)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'NONE')
      ON CONFLICT DO NOTHING
      """;
  private static final String INSERT_MEDIUM =
      """
      INSERT INTO medium (medium_key, organization_key, office_key, patient_key, study_key, kind,
        status, study_date, created_at, updated_at)
      VALUES (?, ?, ?, ?, ?, 'study', 'new', ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;
  private static final String GROW =
      """
      UPDATE study SET series_count = series_count + ?, instance_count = instance_count + ?,
        size_bytes = size_bytes + ?, last_received_at = GREATEST(last_received_at, ?)
      WHERE study_key = ?
      """;
  private static final String SHOW =
      """
      UPDATE medium SET deleted_at = NULL, updated_at = ?
      WHERE medium_key = ? AND deleted_at IS NOT NULL
      """;

  private StudyRows() {}

  public static List<StudyIdentity> find(
      Connection connection, long organizationKey, List<String> studyInstanceUids)
      throws SQLException {
    return Statements.queryIn(
        connection,
        FIND,
        studyInstanceUids,
        (binding, uids) -> binding.addAll(uids).add(organizationKey),
        StudyRows::map);
  }

  private static StudyIdentity map(ResultSet row) throws SQLException {
    PatientIdentity patient =
        new PatientIdentity(
            row.getLong(5),
            row.getLong(6),
            row.getString(7),
            row.getString(8),
            row.getInt(9),
            row.getString(10),
            row.getObject(11, LocalDate.class),
            row.getString(12),
            row.getObject(13, Long.class));
    return new StudyIdentity(
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getString(4),
        patient,
        row.getBoolean(14));
  }

  /** Inserts studies, each with its medium. */
  public static void insert(Connection connection, List<StudyIdentity.New> studies)
      throws SQLException {
    List<StudyIdentity.New> inOrder =
        studies.stream()
            .sorted(
                Comparator.comparing(
                        (StudyIdentity.New study) -> study.identity().studyInstanceUid())
                    .thenComparing(StudyIdentity.New::organizationKey)
                    .thenComparing(study -> study.identity().receivedPatient().patientKey()))
            .toList();
    Statements.insertAll(connection, INSERT, inOrder, StudyRows::bind);
    Statements.insertAll(
        connection,
        INSERT_MEDIUM,
        inOrder,
        (binding, study) ->
            binding
                .add(study.identity().mediumKey())
                .add(study.organizationKey())
                .add(study.officeKey())
                .add(study.identity().patientKey())
                .add(study.identity().studyKey())
                .add(DicomDates.date(study.attributes().studyDate()))
                .add(study.growth().first())
                .add(study.growth().first()));
  }

  private static void bind(Binding binding, StudyIdentity.New study) throws SQLException {
    StudyIdentity identity = study.identity();
    StudyAttributes attributes = study.attributes();
    LocalDate date = DicomDates.date(attributes.studyDate());
    LocalTime time = DicomDates.time(attributes.studyTime());
    binding
        .add(identity.studyKey())
        .add(study.organizationKey())
        .add(identity.patientKey())
        .add(identity.receivedPatient().patientKey())
        .add(identity.studyInstanceUid())
        .add(date)
        .add(date == null ? BoundedText.orNull(attributes.studyDate(), 64) : null)
        .add(time)
        .add(time == null ? BoundedText.orNull(attributes.studyTime(), 64) : null)
        .add(BoundedText.orNull(attributes.accessionNumber()))
        .add(BoundedText.orNull(attributes.issuerOfAccessionNumber()))
        .add(BoundedText.orNull(attributes.studyId()))
        .add(BoundedText.orNull(attributes.description()))
        .add(BoundedText.orNull(FoldedText.fold(attributes.description())))
        .add(BoundedText.orNull(attributes.referringPhysicianName(), 1_024))
        .add(BoundedText.orNull(FoldedText.fold(attributes.referringPhysicianName())))
        .add(BoundedText.orNull(attributes.readingPhysicianName(), 1_024))
        .add(BoundedText.orNull(attributes.patientAge(), 16))
        .add(BoundedText.orNull(attributes.institutionName()))
        .add(study.deviceKey())
        .add(study.officeKey())
        .add(study.growth().series())
        .add(study.growth().instances())
        .add(study.growth().bytes())
        .add(study.growth().first())
        .add(study.growth().last());
  }

  public static void grow(Connection connection, List<Growth> growths) throws SQLException {
    Statements.batch(
        connection,
        GROW,
        growths.stream().sorted(Comparator.comparingLong(Growth::key)).toList(),
        (binding, growth) ->
            binding
                .add(growth.series())
                .add(growth.instances())
                .add(growth.bytes())
                .add(growth.last())
                .add(growth.key()));
  }

  /** Shows a deleted medium again, to which something has come; false where it is shown. */
  public static boolean show(Connection connection, long mediumKey, Instant now)
      throws SQLException {
    return Statements.update(connection, SHOW, binding -> binding.add(now).add(mediumKey)) > 0;
  }
}
