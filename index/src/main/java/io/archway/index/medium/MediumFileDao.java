package io.archway.index.medium;

import io.archway.index.database.Dialect;
import io.archway.index.report.Readings;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** SQL of files that are media, and of what a person says of media. */
public interface MediumFileDao extends SqlObject {
  /** What a file's columns are. */
  String SELECT =
      """
      SELECT f.medium_key, f.organization_key, f.file_uid, f.file_name, f.media_type,
        f.record_number, f.container, f.byte_offset, f.byte_length, f.sha256, f.received_at
      FROM medium_file f
      """;

  @SqlQuery(SELECT + " WHERE f.medium_key = :mediumKey AND f.organization_key = :organizationKey")
  Optional<MediumFile> find(long organizationKey, long mediumKey);

  /** The file that a patient has already, also where its medium is deleted. */
  @SqlQuery(
      SELECT
          + """
             JOIN medium m ON m.medium_key = f.medium_key
            WHERE f.organization_key = :organizationKey AND f.sha256 = :sha256
              AND m.patient_key = :patientKey
            ORDER BY f.medium_key FETCH FIRST 1 ROWS ONLY
            """)
  Optional<MediumFile> same(long organizationKey, long patientKey, String sha256);

  @SqlQuery(SELECT + " WHERE f.file_uid = :uid AND f.organization_key = :organizationKey")
  Optional<MediumFile> ofUid(long organizationKey, String uid);

  /** The oldest first, of those that came before a time and do not wait to be read. */
  @SqlQuery(
      SELECT
          + """
             JOIN medium m ON m.medium_key = f.medium_key
            WHERE f.organization_key = :organizationKey AND f.received_at < :before
              AND NOT
            """
          + Readings.OF_MEDIUM
          + """
            ORDER BY f.organization_key, f.received_at, f.medium_key FETCH FIRST :most ROWS ONLY
            """)
  List<MediumFile> before(long organizationKey, Instant before, int most);

  /** Hides a medium; 0 where it is hidden, or of another organization. */
  @SqlUpdate(
      """
      UPDATE medium SET deleted_at = :now, updated_at = :now
      WHERE medium_key = :mediumKey AND organization_key = :organizationKey
        AND deleted_at IS NULL
      """)
  int delete(long organizationKey, long mediumKey, Instant now);

  /** Shows it again; 0 where it was not hidden. */
  @SqlUpdate(
      """
      UPDATE medium SET deleted_at = NULL, updated_at = :now
      WHERE medium_key = :mediumKey AND organization_key = :organizationKey
        AND deleted_at IS NOT NULL
      """)
  int restore(long organizationKey, long mediumKey, Instant now);

  /** Holds it until the transaction ends: whether it is hidden; empty where there is none. */
  default Optional<Boolean> hold(long organizationKey, long mediumKey) throws SQLException {
    return getHandle()
        .createQuery(
            """
            SELECT m.deleted_at IS NOT NULL FROM medium m
            WHERE m.medium_key = :mediumKey AND m.organization_key = :organizationKey
            """
                + Dialect.of(getHandle().getConnection()).hold())
        .bind("mediumKey", mediumKey)
        .bind("organizationKey", organizationKey)
        .mapTo(Boolean.class)
        .findFirst();
  }

  /** Whether it is hidden; empty where there is none. */
  @SqlQuery(
      """
      SELECT m.deleted_at IS NOT NULL FROM medium m
      WHERE m.medium_key = :mediumKey AND m.organization_key = :organizationKey
      """)
  Optional<Boolean> isDeleted(long organizationKey, long mediumKey);

  /**
   * What a person says of a medium; {@code meta} is JSON or null.
   *
   * @param patientKey whose it is from now on; null for who has it, by whatever merge meanwhile
   */
  @SqlUpdate(
      """
      UPDATE medium SET status = :status, description = :description, meta = :meta,
        category = :category, patient_key = COALESCE(:patientKey, patient_key), updated_at = :now
      WHERE medium_key = :mediumKey AND organization_key = :organizationKey
      """)
  int say(
      long organizationKey,
      long mediumKey,
      String status,
      String description,
      String meta,
      String category,
      Long patientKey,
      Instant now);

  /** Orders of anybody else that name a medium. */
  @SqlQuery(
      """
      SELECT count(*) FROM worklist_item w
      WHERE w.medium_key = :mediumKey AND w.organization_key = :organizationKey
        AND w.patient_key <> :patientKey AND w.deleted_at IS NULL
      """)
  int itemsOfOthers(long organizationKey, long mediumKey, long patientKey);

  /** Why the medium may not be deleted now: its study is held, or it waits to be read. */
  @SqlQuery(
      """
      SELECT count(*) FROM medium m LEFT JOIN study s ON s.study_key = m.study_key
      WHERE m.medium_key = :mediumKey AND m.organization_key = :organizationKey
        AND (s.hold_reason IS NOT NULL OR s.report_state = 'PENDING' OR
      """
          + Readings.OF_MEDIUM
          + " OR "
          + Readings.OF_STUDY
          + ")")
  int kept(long organizationKey, long mediumKey);
}
