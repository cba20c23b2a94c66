package io.archway.index.patient;

import io.archway.index.database.KeySequence;
import io.archway.index.database.Keys;
import io.archway.index.database.Reading;
import io.archway.index.database.Statements;
import io.archway.index.offer.OfferedSteps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * SQL that joins two patients and takes them apart again, within the caller's transaction. The rows
 * of one move to the other and are noted, so that exactly they move back; later images of the one
 * arrive at the other meanwhile, and go with their identity. The patient rows themselves stay.
 */
public final class PatientMerges {
  /** Tables whose rows move, and their keys. */
  private record Moved(String table, String key) {}

  /** In one order everywhere, so that two merges at one time do not wait for one another. */
  private static final List<Moved> MOVED =
      List.of(
          new Moved("study", "study_key"),
          new Moved("medium", "medium_key"),
          new Moved("worklist_item", "worklist_item_key"),
          new Moved("report", "report_key"));

  private static final String COLUMNS =
      """
      SELECT patient_merge_key, organization_key, from_patient_key, into_patient_key, decision_key,
        merged_at, unmerged_at
      FROM patient_merge
      """;
  private static final String LOCK =
      """
      SELECT patient_key FROM patient
      WHERE patient_key IN %s AND organization_key = ? AND deleted_at IS NULL
        AND merged_into_key IS NULL
      ORDER BY patient_key FOR UPDATE
      """;
  private static final String INSERT =
      """
      INSERT INTO patient_merge (patient_merge_key, organization_key, from_patient_key,
        into_patient_key, decision_key, merged_at)
      VALUES (?, ?, ?, ?, ?, ?)
      """;
  private static final String NOTE =
      """
      INSERT INTO patient_merge_row (patient_merge_key, table_name, row_key)
      SELECT ?, ?, %2$s FROM %1$s WHERE patient_key = ? AND organization_key = ?
      """;
  private static final String MOVE =
      "UPDATE %s SET patient_key = ? WHERE patient_key = ? AND organization_key = ?";
  private static final String NOTE_MERGED =
      """
      INSERT INTO patient_merge_row (patient_merge_key, table_name, row_key)
      SELECT ?, 'patient', patient_key FROM patient
      WHERE organization_key = ? AND merged_into_key = ?
      """;
  private static final String MOVE_MERGED =
      """
      UPDATE patient SET merged_into_key = ?
      WHERE organization_key = ? AND (merged_into_key = ? OR patient_key = ?)
      """;
  private static final String RETURN =
      """
      UPDATE %1$s SET patient_key = ? WHERE patient_key = ? AND organization_key = ?
        AND %2$s IN (SELECT r.row_key FROM patient_merge_row r
          WHERE r.patient_merge_key = ? AND r.table_name = ?)
      """;
  private static final String RETURN_ARRIVED =
      """
      UPDATE study SET patient_key = ? WHERE patient_key = ? AND first_received_at >= ?
        AND (received_patient_key = ?
          OR received_patient_key IN (SELECT p.patient_key FROM patient p
            WHERE p.organization_key = ? AND p.merged_into_key = ?))
      """;
  private static final String RETURN_MEDIA =
      """
      UPDATE medium SET patient_key = ? WHERE organization_key = ? AND patient_key = ?
        AND study_key IN (SELECT s.study_key FROM study s WHERE s.patient_key = ?)
      """;
  private static final String RETURN_MERGED =
      """
      UPDATE patient SET merged_into_key = ? WHERE merged_into_key = ? AND organization_key = ?
        AND patient_key IN (SELECT r.row_key FROM patient_merge_row r
          WHERE r.patient_merge_key = ? AND r.table_name = 'patient')
      """;
  private static final String FORGET =
      """
      DELETE FROM patient_merge_row
      WHERE patient_merge_key = ? AND table_name = ?
        AND row_key IN (SELECT t.%2$s FROM %1$s t
          WHERE t.%3$s = ? AND t.organization_key = ?)
      """;
  private static final String FREE =
      "UPDATE patient SET merged_into_key = NULL, updated_at = ? WHERE patient_key = ?";
  private static final String UNMERGED =
      """
      UPDATE patient_merge SET unmerged_at = ?
      WHERE patient_merge_key = ? AND unmerged_at IS NULL
      """;

  private static final String BETWEEN =
      """
      SELECT 1 FROM patient_merge
      WHERE from_patient_key = ? AND into_patient_key = ? FETCH FIRST 1 ROWS ONLY
      """;
  private static final String LATE =
      """
      INSERT INTO patient_merge_row (patient_merge_key, table_name, row_key)
      SELECT ?, ?, %2$s FROM %1$s WHERE patient_key = ? AND organization_key = ?
      ON CONFLICT DO NOTHING
      """;

  private PatientMerges() {}

  /** Empty where one of them is gone, or merged already, or they are of another organization. */
  public static Optional<PatientMerge> merge(
      Connection connection,
      Keys keys,
      long organizationKey,
      long fromPatientKey,
      long intoPatientKey,
      long decisionKey,
      Instant now)
      throws SQLException {
    if (locked(connection, organizationKey, List.of(fromPatientKey, intoPatientKey)) != 2) {
      return Optional.empty();
    }
    PatientMerge merge =
        new PatientMerge(
            keys.next(connection, KeySequence.PATIENT_MERGE),
            organizationKey,
            fromPatientKey,
            intoPatientKey,
            decisionKey,
            now,
            null);
    insert(connection, merge);
    for (Moved moved : MOVED) {
      move(connection, merge, moved.table, moved.key);
    }
    Statements.update(
        connection,
        NOTE_MERGED,
        binding -> binding.add(merge.patientMergeKey()).add(organizationKey).add(fromPatientKey));
    Statements.update(
        connection,
        MOVE_MERGED,
        binding ->
            binding
                .add(intoPatientKey)
                .add(organizationKey)
                .add(fromPatientKey)
                .add(fromPatientKey));
    OfferedSteps.refreshPatients(connection, List.of(fromPatientKey, intoPatientKey));
    return Optional.of(merge);
  }

  /**
   * Moves what a transaction that ran beside the merge has left with a merged patient, and gives
   * whose it is: the patient themselves where they are not merged.
   */
  public static long gather(Connection connection, long organizationKey, long patientKey)
      throws SQLException {
    Optional<PatientMerge> merge = ofPatient(connection, organizationKey, patientKey);
    if (merge.isEmpty()) {
      return patientKey; // as nearly always: nobody waits for a lock
    }
    Optional<PatientIdentity> patient = PatientRows.lock(connection, organizationKey, patientKey);
    if (patient.isEmpty() || patient.get().mergedIntoKey() == null) {
      return patientKey;
    }
    long holder = patient.get().mergedIntoKey();
    for (Moved moved : MOVED) {
      Statements.update(
          connection,
          LATE.formatted(moved.table, moved.key),
          binding ->
              binding
                  .add(merge.get().patientMergeKey())
                  .add(moved.table)
                  .add(patientKey)
                  .add(organizationKey));
      Statements.update(
          connection,
          MOVE.formatted(moved.table),
          binding -> binding.add(holder).add(patientKey).add(organizationKey));
    }
    OfferedSteps.refreshPatients(connection, List.of(patientKey, holder));
    return holder;
  }

  /** Whether a person has ever joined the two, also where they are apart again. */
  public static boolean wereMerged(Connection connection, long one, long other)
      throws SQLException {
    return !Statements.query(connection, BETWEEN, b -> b.add(one).add(other), row -> row.getInt(1))
            .isEmpty()
        || !Statements.query(connection, BETWEEN, b -> b.add(other).add(one), row -> row.getInt(1))
            .isEmpty();
  }

  private static int locked(Connection connection, long organizationKey, List<Long> patients)
      throws SQLException {
    return Statements.queryIn(
            connection,
            LOCK,
            patients.stream().distinct().sorted().toList(),
            (binding, part) -> binding.addAll(part).add(organizationKey),
            row -> row.getLong(1))
        .size();
  }

  private static void insert(Connection connection, PatientMerge merge) throws SQLException {
    Statements.update(
        connection,
        INSERT,
        binding ->
            binding
                .add(merge.patientMergeKey())
                .add(merge.organizationKey())
                .add(merge.fromPatientKey())
                .add(merge.intoPatientKey())
                .add(merge.decisionKey())
                .add(merge.mergedAt()));
  }

  private static void move(Connection connection, PatientMerge merge, String table, String key)
      throws SQLException {
    Statements.update(
        connection,
        NOTE.formatted(table, key),
        binding ->
            binding
                .add(merge.patientMergeKey())
                .add(table)
                .add(merge.fromPatientKey())
                .add(merge.organizationKey()));
    Statements.update(
        connection,
        MOVE.formatted(table),
        binding ->
            binding
                .add(merge.intoPatientKey())
                .add(merge.fromPatientKey())
                .add(merge.organizationKey()));
  }

  /** Gives false where they were taken apart before. */
  public static boolean unmerge(Connection connection, PatientMerge merge, Instant now)
      throws SQLException {
    int open =
        Statements.update(
            connection, UNMERGED, binding -> binding.add(now).add(merge.patientMergeKey()));
    if (open == 0) {
      return false;
    }
    long from = merge.fromPatientKey();
    long holder = holder(connection, merge);
    for (Moved moved : MOVED) {
      Statements.update(
          connection,
          RETURN.formatted(moved.table, moved.key),
          binding ->
              binding
                  .add(from)
                  .add(holder)
                  .add(merge.organizationKey())
                  .add(merge.patientMergeKey())
                  .add(moved.table));
    }
    Statements.update(
        connection,
        RETURN_MERGED,
        binding ->
            binding
                .add(from)
                .add(holder)
                .add(merge.organizationKey())
                .add(merge.patientMergeKey()));
    Statements.update(
        connection,
        RETURN_ARRIVED,
        binding ->
            binding
                .add(from)
                .add(holder)
                .add(merge.mergedAt())
                .add(from)
                .add(merge.organizationKey())
                .add(from));
    Statements.update(
        connection,
        RETURN_MEDIA,
        binding -> binding.add(from).add(merge.organizationKey()).add(holder).add(from));
    Statements.update(connection, FREE, binding -> binding.add(now).add(from));
    forget(connection, merge);
    OfferedSteps.refreshPatients(connection, List.of(from, holder));
    return true;
  }

  /**
   * Drops what has come back from the notes of the merges that had moved it on, since taking those
   * apart would otherwise move it once more, whoever has it by then.
   */
  private static void forget(Connection connection, PatientMerge merge) throws SQLException {
    long organization = merge.organizationKey();
    Optional<PatientMerge> next = ofPatient(connection, organization, merge.intoPatientKey());
    while (next.isPresent()) {
      for (Moved moved : MOVED) {
        forget(connection, next.get(), moved.table, moved.key, "patient_key", merge);
      }
      for (String column : List.of("patient_key", "merged_into_key")) {
        forget(connection, next.get(), "patient", "patient_key", column, merge);
      }
      next = ofPatient(connection, organization, next.get().intoPatientKey());
    }
  }

  private static void forget(
      Connection connection,
      PatientMerge later,
      String table,
      String key,
      String column,
      PatientMerge undone)
      throws SQLException {
    Statements.update(
        connection,
        FORGET.formatted(table, key, column),
        binding ->
            binding
                .add(later.patientMergeKey())
                .add(table)
                .add(undone.fromPatientKey())
                .add(undone.organizationKey()));
  }

  /** Who has the rows by now: whom the patient was merged into, or whom that one was. */
  private static long holder(Connection connection, PatientMerge merge) throws SQLException {
    List<Long> into =
        Statements.query(
            connection,
            "SELECT merged_into_key FROM patient WHERE patient_key = ? FOR UPDATE",
            binding -> binding.add(merge.fromPatientKey()),
            row -> row.getObject(1, Long.class));
    return into.isEmpty() || into.get(0) == null ? merge.intoPatientKey() : into.get(0);
  }

  /** The merge that holds of a patient, if one does. */
  public static Optional<PatientMerge> ofPatient(
      Connection connection, long organizationKey, long fromPatientKey) throws SQLException {
    return Statements.query(
            connection,
            COLUMNS
                + """
                  WHERE from_patient_key = ? AND organization_key = ? AND unmerged_at IS NULL
                  ORDER BY patient_merge_key DESC FETCH FIRST 1 ROWS ONLY
                  """,
            binding -> binding.add(fromPatientKey).add(organizationKey),
            PatientMerges::map)
        .stream()
        .findFirst();
  }

  /** The merges into a patient that hold. */
  public static List<PatientMerge> into(
      Connection connection, long organizationKey, long intoPatientKey) throws SQLException {
    return Statements.query(
        connection,
        COLUMNS
            + """
              WHERE into_patient_key = ? AND organization_key = ? AND unmerged_at IS NULL
              ORDER BY patient_merge_key FETCH FIRST 1000 ROWS ONLY
              """,
        binding -> binding.add(intoPatientKey).add(organizationKey),
        PatientMerges::map);
  }

  private static PatientMerge map(ResultSet row) throws SQLException {
    Reading reading = new Reading(row);
    return new PatientMerge(
        reading.key(),
        reading.key(),
        reading.key(),
        reading.key(),
        reading.key(),
        reading.instant(),
        reading.instant());
  }
}
