package io.archway.index.medium;

import io.archway.index.database.KeySequence;
import io.archway.index.database.Keys;
import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;

/** SQL of media whose images lie elsewhere, within the caller's transaction. */
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
}
