package io.archway.index.study;

import io.archway.index.report.Readings;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * SQL of holds and of what retention may delete: never a study that is held, whose report is
 * pending or not yet in it, or that an undone order names. Deleting is {@link Deletion}, after the
 * caller's tombstones.
 */
public interface RetentionDao {
  /** No report was asked for, one is asked for, it is done. */
  enum ReportState {
    NONE,
    PENDING,
    DONE
  }

  /** A study that may go, with what its bytes are. */
  record Candidate(long studyKey, long organizationKey, long sizeBytes, Instant lastReceivedAt) {}

  /** A stored record of a study, of any version. */
  record Stored(
      long recordNumber,
      String sopInstanceUid,
      String container,
      long byteOffset,
      long byteLength,
      String sha256) {}

  /** The oldest first; with {@code reportRequired} only those whose report is done. */
  @SqlQuery(
      """
      SELECT s.study_key, s.organization_key, s.size_bytes, s.last_received_at
      FROM study s
      WHERE s.organization_key = :organizationKey AND s.last_received_at < :before
        AND s.hold_reason IS NULL AND s.report_state <> 'PENDING'
        AND (s.report_state = 'DONE' OR :reportRequired = FALSE)
        AND NOT EXISTS (SELECT 1 FROM report_document d
          WHERE d.study_key = s.study_key AND d.state = 'PENDING') AND NOT
      """
          + Readings.OF_STUDY
          + """
            ORDER BY s.organization_key, s.last_received_at, s.study_key
            FETCH FIRST :most ROWS ONLY
            """)
  List<Candidate> candidates(
      long organizationKey, Instant before, boolean reportRequired, int most);

  /** How many of the study itself may go now: one or none. */
  @SqlQuery(
      """
      SELECT count(*) FROM study s
      WHERE s.study_key = :studyKey AND s.organization_key = :organizationKey
        AND s.last_received_at < :before
        AND s.hold_reason IS NULL AND s.report_state <> 'PENDING'
        AND (s.report_state = 'DONE' OR :reportRequired = FALSE)
        AND NOT EXISTS (SELECT 1 FROM report_document d
          WHERE d.study_key = s.study_key AND d.state = 'PENDING') AND NOT
      """
          + Readings.OF_STUDY)
  int mayGo(long organizationKey, long studyKey, Instant before, boolean reportRequired);

  /** Everything that a study's deletion must write tombstones for. */
  @SqlQuery(
      """
      SELECT i.record_number, i.sop_instance_uid, i.container, i.byte_offset, i.byte_length,
        i.sha256
      FROM instance i
      WHERE i.study_key = :studyKey AND i.organization_key = :organizationKey
      ORDER BY i.study_key, i.instance_key FETCH FIRST :most ROWS ONLY
      """)
  List<Stored> stored(long organizationKey, long studyKey, int most);

  /** The same by its medium. */
  @SqlQuery(
      """
      SELECT i.record_number, i.sop_instance_uid, i.container, i.byte_offset, i.byte_length,
        i.sha256
      FROM medium m JOIN instance i ON i.study_key = m.study_key
      WHERE m.medium_key = :mediumKey AND m.organization_key = :organizationKey
      ORDER BY i.study_key, i.instance_key FETCH FIRST :most ROWS ONLY
      """)
  List<Stored> storedOfMedium(long organizationKey, long mediumKey, int most);

  @SqlUpdate(
      """
      UPDATE study SET hold_reason = :reason, held_at = :now
      WHERE study_key = :studyKey AND organization_key = :organizationKey
      """)
  int hold(long organizationKey, long studyKey, String reason, Instant now);

  @SqlUpdate(
      """
      UPDATE study SET hold_reason = NULL, held_at = NULL
      WHERE study_key = :studyKey AND organization_key = :organizationKey
      """)
  int release(long organizationKey, long studyKey);

  @SqlUpdate(
      """
      UPDATE study SET report_state = :state
      WHERE study_key = :studyKey AND organization_key = :organizationKey
      """)
  int report(long organizationKey, long studyKey, ReportState state);
}
