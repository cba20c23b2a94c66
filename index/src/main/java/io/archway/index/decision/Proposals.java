package io.archway.index.decision;

import io.archway.index.database.Binding;
import io.archway.index.database.Reading;
import io.archway.index.database.Statements;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.inbox.InboxReason;
import io.archway.index.worklist.MatchGrade;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What entries propose: kept in rows where it was found when they were opened, else looked up, so
 * that it is never older than the list that shows it.
 */
final class Proposals {
  private static final String KEPT =
      """
      SELECT c.inbox_key, c.candidate_number, c.grade, c.worklist_item_key, c.patient_key
      FROM match_candidate c WHERE c.inbox_key IN %s
      ORDER BY c.inbox_key, c.candidate_number FETCH FIRST 10000 ROWS ONLY
      """;
  private static final String SAME_IDENTITY =
      """
      SELECT o.patient_key FROM patient p
      JOIN patient o ON o.patient_id = p.patient_id AND o.issuer = p.issuer
        AND o.organization_key = p.organization_key
      WHERE p.patient_key = ? AND p.patient_id <> '' AND o.patient_key <> p.patient_key
        AND o.deleted_at IS NULL AND o.merged_into_key IS NULL
      ORDER BY o.patient_key FETCH FIRST 20 ROWS ONLY
      """;
  private static final String SAME_NAME =
      """
      SELECT DISTINCT o.patient_key FROM patient p
      JOIN person_name n ON n.owner_key = p.patient_key AND n.kind = 'PATIENT'
      JOIN person_name m ON m.organization_key = p.organization_key AND m.kind = 'PATIENT'
        AND m.folded = n.folded
      JOIN patient o ON o.patient_key = m.owner_key
      WHERE p.patient_key = ? AND o.patient_key <> p.patient_key
        AND o.organization_key = p.organization_key AND o.birth_date = p.birth_date
        AND o.patient_id <> '' AND o.deleted_at IS NULL AND o.merged_into_key IS NULL
      ORDER BY o.patient_key FETCH FIRST 20 ROWS ONLY
      """;
  private static final String SAME_STUDY =
      """
      SELECT DISTINCT o.patient_key FROM study s
      JOIN study o ON o.study_instance_uid = s.study_instance_uid
        AND o.organization_key = s.organization_key
      WHERE s.study_key = ? AND o.study_key <> s.study_key
      ORDER BY o.patient_key FETCH FIRST 20 ROWS ONLY
      """;
  private static final String OWNER =
      "SELECT COALESCE(p.merged_into_key, p.patient_key) FROM patient p WHERE p.patient_key = ?";

  private record Kept(long inboxKey, Proposal proposal) {}

  private Proposals() {}

  /** By the keys of the entries, the best first. */
  static Map<Long, List<Proposal>> of(
      Connection connection, long organizationKey, List<InboxEntry> entries) throws SQLException {
    Map<Long, List<Proposal>> all = new HashMap<>();
    List<Long> keys = entries.stream().map(InboxEntry::inboxKey).toList();
    for (Kept kept :
        Statements.queryIn(
            connection,
            KEPT,
            keys,
            Binding::addAll,
            row -> {
              Reading reading = new Reading(row);
              return new Kept(
                  reading.key(),
                  new Proposal(
                      reading.number(), reading.text(), reading.keyOrNull(), reading.keyOrNull()));
            })) {
      all.computeIfAbsent(kept.inboxKey, key -> new ArrayList<>()).add(kept.proposal);
    }
    for (InboxEntry entry : entries) {
      List<Proposal> found = lookUp(connection, entry);
      if (!found.isEmpty()) {
        all.put(entry.inboxKey(), found);
      }
    }
    return all;
  }

  private static List<Proposal> lookUp(Connection connection, InboxEntry entry)
      throws SQLException {
    return switch (InboxReason.valueOf(entry.reason())) {
      case PATIENT_UNIDENTIFIED ->
          patients(connection, SAME_NAME, entry.patientKey(), MatchGrade.NAME_AND_BIRTH_DATE);
      case PATIENT_CONTRADICTS ->
          patients(connection, SAME_IDENTITY, entry.patientKey(), MatchGrade.PATIENT_ID);
      case PATIENT_NAME_DIFFERS ->
          patients(connection, OWNER, entry.patientKey(), MatchGrade.PATIENT_ID);
      case STUDY_OF_OTHER_PATIENT ->
          patients(connection, SAME_STUDY, entry.studyKey(), MatchGrade.STUDY_UID);
      case INSTANCE_CONFLICT,
          ORDER_UNMATCHED,
          ORDER_AMBIGUOUS,
          ORDER_CONTRADICTS,
          PATIENTS_ALIKE,
          QUARANTINED ->
          List.of();
    };
  }

  private static List<Proposal> patients(
      Connection connection, String sql, Long key, MatchGrade grade) throws SQLException {
    if (key == null) {
      return List.of();
    }
    List<Long> found =
        Statements.query(connection, sql, binding -> binding.add(key), row -> row.getLong(1));
    List<Proposal> proposals = new ArrayList<>();
    for (Long patient : found) {
      proposals.add(new Proposal(proposals.size() + 1, grade.name(), null, patient));
    }
    return proposals;
  }
}
