package io.archway.index.medium;

import io.archway.index.database.KeySequence;
import io.archway.index.database.Keys;
import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** SQL of media whose images lie elsewhere, or did, within the caller's transaction. */
public final class MediumRows {
  private static final String INSERT =
      """
      INSERT INTO medium (medium_key, organization_key, office_key, patient_key, study_key, kind,
        status, meta, study_date, created_at, updated_at)
      VALUES (?, ?, ?, ?, NULL, ?, 'new', ?, ?, ?, ?)
      """;
  private static final String UPDATE =
      """
      UPDATE medium SET patient_key = ?, study_date = COALESCE(?, study_date), updated_at = ?
      WHERE medium_key = ? AND organization_key = ? AND study_key IS NULL
      """;
  private static final String LOCK =
      """
      SELECT medium_key FROM medium
      WHERE medium_key = ? AND organization_key = ? AND kind = ? AND study_key IS NULL
        AND deleted_at IS NULL
      FOR UPDATE
      """;
  private static final String OF_STUDY =
      """
      SELECT s.study_key, s.patient_key, s.office_key, s.study_date
      FROM medium m JOIN study s ON s.study_key = m.study_key
      WHERE m.medium_key = ? AND s.study_instance_uid = ? AND s.organization_key = ?
      """;
  private static final String IS_EXTERNAL =
      "SELECT 1 FROM medium WHERE medium_key = ? AND kind = ? AND study_key IS NULL";
  private static final String DELETE = "DELETE FROM medium WHERE medium_key = ?";
  private static final String MOVE_ITEMS =
      "UPDATE worklist_item SET medium_key = ? WHERE medium_key = ?";
  private static final String JOIN =
      """
      UPDATE medium SET study_key = ?, kind = ?, patient_key = ?, office_key = ?,
        study_date = COALESCE(?, study_date), updated_at = ?
      WHERE medium_key = ?
      """;

  private record OfStudy(long studyKey, long patientKey, long officeKey, LocalDate studyDate) {}

  private MediumRows() {}

  /** A medium of which only what somebody said is here; {@code meta} is JSON. */
  public static long insertExternal(
      Connection connection,
      Keys keys,
      long organizationKey,
      long officeKey,
      long patientKey,
      LocalDate studyDate,
      String meta,
      Instant now)
      throws SQLException {
    long mediumKey = keys.next(connection, KeySequence.MEDIUM);
    Statements.update(
        connection,
        INSERT,
        binding ->
            binding
                .add(mediumKey)
                .add(organizationKey)
                .add(officeKey)
                .add(patientKey)
                .add(Medium.KIND_EXTERNAL)
                .add(meta)
                .add(studyDate)
                .add(now)
                .add(now));
    return mediumKey;
  }

  /** Other facts of such a medium; no date keeps the one that is there. */
  public static void updateExternal(
      Connection connection,
      long organizationKey,
      long mediumKey,
      long patientKey,
      LocalDate studyDate,
      Instant now)
      throws SQLException {
    Statements.update(
        connection,
        UPDATE,
        binding ->
            binding.add(patientKey).add(studyDate).add(now).add(mediumKey).add(organizationKey));
  }

  /**
   * Makes a medium whose images lay elsewhere that of their study, in place of the one that the
   * study got when its images came. False where it is none such, or the study is another.
   */
  public static boolean join(
      Connection connection,
      long organizationKey,
      long externalKey,
      String studyInstanceUid,
      long mediumKey,
      Instant now)
      throws SQLException {
    List<OfStudy> study =
        Statements.query(
            connection,
            OF_STUDY,
            binding -> binding.add(mediumKey).add(studyInstanceUid).add(organizationKey),
            MediumRows::ofStudy);
    if (study.isEmpty() || !lock(connection, organizationKey, externalKey)) {
      return false;
    }
    Statements.update(connection, DELETE, binding -> binding.add(mediumKey));
    Statements.update(connection, MOVE_ITEMS, binding -> binding.add(externalKey).add(mediumKey));
    join(connection, externalKey, study.get(0), now);
    return true;
  }

  /** Whether the images of a medium lie elsewhere, and none are here. */
  public static boolean isExternal(Connection connection, long mediumKey) throws SQLException {
    return !Statements.query(
            connection,
            IS_EXTERNAL,
            binding -> binding.add(mediumKey).add(Medium.KIND_EXTERNAL),
            row -> row.getLong(1))
        .isEmpty();
  }

  private static OfStudy ofStudy(ResultSet row) throws SQLException {
    return new OfStudy(
        row.getLong(1), row.getLong(2), row.getLong(3), row.getObject(4, LocalDate.class));
  }

  private static boolean lock(Connection connection, long organizationKey, long key)
      throws SQLException {
    return !Statements.query(
            connection,
            LOCK,
            binding -> binding.add(key).add(organizationKey).add(Medium.KIND_EXTERNAL),
            row -> row.getLong(1))
        .isEmpty();
  }

  private static void join(Connection connection, long key, OfStudy study, Instant now)
      throws SQLException {
    Statements.update(
        connection,
        JOIN,
        binding ->
            binding
                .add(study.studyKey)
                .add(Medium.KIND_STUDY)
                .add(study.patientKey)
                .add(study.officeKey)
                .add(study.studyDate)
                .add(now)
                .add(key));
  }
}
