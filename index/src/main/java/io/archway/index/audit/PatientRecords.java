package io.archway.index.audit;

import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whose entries are a patient's: their own, and those of who is merged into them. */
final class PatientRecords {
  /** Patients of one report; more are merged into no one. */
  private static final int MOST = 256;

  private static final String MERGED =
      """
      SELECT m.from_patient_key FROM patient_merge m
      WHERE m.into_patient_key IN %s AND m.organization_key = ? AND m.unmerged_at IS NULL
      ORDER BY m.from_patient_key FETCH FIRST 256 ROWS ONLY
      """;

  private PatientRecords() {}

  static List<Long> keys(Connection connection, long organizationKey, long patientKey)
      throws SQLException {
    Set<Long> all = new LinkedHashSet<>(List.of(patientKey));
    List<Long> added = List.of(patientKey);
    while (!added.isEmpty() && all.size() < MOST) {
      List<Long> found =
          Statements.queryIn(
              connection,
              MERGED,
              added,
              (binding, keys) -> binding.addAll(keys).add(organizationKey),
              row -> row.getLong(1));
      added = found.stream().filter(all::add).toList();
    }
    List<Long> keys = new ArrayList<>(all);
    return keys.subList(0, Math.min(MOST, keys.size()));
  }

  /**
   * Where the records of patients are named; as many IN lists and organizations as there are parts.
   */
  static String named(int patients) {
    String in = Statements.in(patients);
    return String.join(
        " UNION ",
        part("r.kind = 'PATIENT' AND r.record_key IN " + in, ""),
        part("p.patient_key IN " + in, owned("STUDY", "study", "study_key")),
        part("p.patient_key IN " + in, owned("MEDIUM", "medium", "medium_key")),
        part(
            "p.patient_key IN " + in, owned("WORKLIST_ITEM", "worklist_item", "worklist_item_key")),
        part("p.patient_key IN " + in, owned("INBOX_ENTRY", "inbox", "inbox_key")),
        part("p.patient_key IN " + in, owned("REPORT", "report", "report_key")));
  }

  static final int PARTS = 6;

  private static String part(String condition, String join) {
    return "SELECT r.kind, r.told_key, r.first_position, r.last_position FROM audit_record r"
        + join
        + " WHERE r.organization_key = ? AND "
        + condition;
  }

  private static String owned(String kind, String table, String key) {
    return (" JOIN %s p ON r.kind = '%s' AND r.record_key = p.%s"
            + " AND p.organization_key = r.organization_key")
        .formatted(table, kind, key);
  }
}
