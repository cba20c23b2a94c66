package io.archway.index.study;

import io.archway.index.database.Reading;
import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A data set of a SOP Instance UID, and whether it is the one that readers get. */
public record CurrentVersion(
    long instanceKey,
    int version,
    boolean current,
    long seriesKey,
    long studyKey,
    long patientKey,
    Long mediumKey) {
  private static final String HOLD =
      """
      SELECT instance_key FROM instance WHERE sop_instance_uid = ? AND organization_key = ?
      ORDER BY version FOR UPDATE
      """;
  private static final String FIND =
      """
      SELECT i.instance_key, i.version, i.is_current, i.series_key, i.study_key, s.patient_key,
        m.medium_key
      FROM instance i
      JOIN study s ON s.study_key = i.study_key
      LEFT JOIN medium m ON m.study_key = i.study_key
      WHERE i.sop_instance_uid = ? AND i.organization_key = ?
      ORDER BY i.version
      """;
  private static final String CHOOSE =
      """
      UPDATE instance SET is_current = (version = ?)
      WHERE sop_instance_uid = ? AND organization_key = ?
      """;

  /** All of them, the first first, held until the transaction ends. */
  public static List<CurrentVersion> lock(
      Connection connection, long organizationKey, String sopInstanceUid) throws SQLException {
    Statements.query(
        connection,
        HOLD,
        binding -> binding.add(sopInstanceUid).add(organizationKey),
        row -> row.getLong(1));
    return Statements.query(
        connection,
        FIND,
        binding -> binding.add(sopInstanceUid).add(organizationKey),
        row -> {
          Reading reading = new Reading(row);
          return new CurrentVersion(
              reading.key(),
              reading.number(),
              reading.flag(),
              reading.key(),
              reading.key(),
              reading.key(),
              reading.keyOrNull());
        });
  }

  /** Counts and sizes of series and study follow. */
  public static void choose(
      Connection connection, long organizationKey, String sopInstanceUid, int version)
      throws SQLException {
    Statements.update(
        connection,
        CHOOSE,
        binding -> binding.add(version).add(sopInstanceUid).add(organizationKey));
    List<CurrentVersion> versions = lock(connection, organizationKey, sopInstanceUid);
    Deletion.count(
        connection,
        versions.stream().map(CurrentVersion::seriesKey).distinct().sorted().toList(),
        versions.stream().map(CurrentVersion::studyKey).distinct().sorted().toList());
  }
}
