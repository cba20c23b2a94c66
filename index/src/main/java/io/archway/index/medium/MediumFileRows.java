package io.archway.index.medium;

import io.archway.index.database.Binding;
import io.archway.index.database.KeySequence;
import io.archway.index.database.Keys;
import io.archway.index.database.Statements;
import io.archway.index.study.IndexedArrival;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** SQL of files that come, within the caller's transaction. */
public final class MediumFileRows {
  private static final String INSERT =
      """
      INSERT INTO medium (medium_key, organization_key, office_key, patient_key, study_key, kind,
        status, created_at, updated_at)
      VALUES (?, ?, ?, ?, NULL, ?, 'new', ?, ?)
      """;
  private static final String INSERT_FILE =
      """
      INSERT INTO medium_file (medium_key, organization_key, file_uid, file_name, media_type,
        record_number, container, byte_offset, byte_length, sha256, crc32, received_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String KNOWN =
      """
      SELECT f.medium_key, m.patient_key FROM medium_file f
      JOIN medium m ON m.medium_key = f.medium_key
      WHERE f.record_number = ?
      """;

  /** A file's medium, and whose it is. */
  public record Known(long mediumKey, long patientKey) {}

  private MediumFileRows() {}

  /** The medium of a record that is indexed already; none or one. */
  public static List<Known> find(Connection connection, long recordNumber) throws SQLException {
    return Statements.query(
        connection,
        KNOWN,
        binding -> binding.add(recordNumber),
        row -> new Known(row.getLong(1), row.getLong(2)));
  }

  /** Makes the medium of a file that the log has. */
  public static long insert(
      Connection connection,
      Keys keys,
      long organizationKey,
      long officeKey,
      long patientKey,
      IndexedArrival arrival)
      throws SQLException {
    long mediumKey = keys.next(connection, KeySequence.MEDIUM);
    Instant now = arrival.receivedAt();
    Statements.update(
        connection,
        INSERT,
        binding ->
            binding
                .add(mediumKey)
                .add(organizationKey)
                .add(officeKey)
                .add(patientKey)
                .add(Medium.KIND_FILE)
                .add(now)
                .add(now));
    Statements.update(
        connection, INSERT_FILE, binding -> file(binding, mediumKey, organizationKey, arrival));
    return mediumKey;
  }

  private static void file(
      Binding binding, long mediumKey, long organizationKey, IndexedArrival arrival)
      throws SQLException {
    binding
        .add(mediumKey)
        .add(organizationKey)
        .add(arrival.sopInstanceUid())
        .add(arrival.file().name())
        .add(arrival.file().mediaType())
        .add(arrival.object().recordNumber())
        .add(arrival.object().location().container())
        .add(arrival.object().location().offset())
        .add(arrival.object().location().length())
        .add(arrival.object().sha256())
        .add((long) arrival.object().crc32())
        .add(arrival.receivedAt());
  }
}
