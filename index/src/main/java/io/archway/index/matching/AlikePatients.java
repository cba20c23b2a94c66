package io.archway.index.matching;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archway.index.database.KeySequence;
import io.archway.index.database.Keys;
import io.archway.index.database.Statements;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.inbox.InboxReason;
import io.archway.index.inbox.InboxRows;
import io.archway.index.inbox.NewInboxEntry;
import io.archway.index.patient.FoldedName;
import io.archway.index.patient.PatientMerges;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Proposes to merge patients who may be one, within the caller's transaction: an entry for each
 * two, once, whatever becomes of it. Looks at few patients, by indexes only.
 */
final class AlikePatients {
  /** As many who share an ID, a birth date or a name share what somebody always types. */
  static final int MANY = 100;

  /** Of one patient at one time, the surest. */
  static final int MOST_PROPOSED = 5;

  private static final JsonMapper JSON = new JsonMapper();
  private static final String ALIVE = " AND p.deleted_at IS NULL AND p.merged_into_key IS NULL";
  private static final String FIND =
      "SELECT " + AlikePatient.COLUMNS + " FROM patient p WHERE p.patient_key = ?" + ALIVE;
  private static final String BY_ID =
      "SELECT "
          + AlikePatient.COLUMNS
          + """
             FROM patient p
            WHERE p.organization_key = ? AND p.patient_id_folded = ?
            """
          + ALIVE
          + " ORDER BY p.organization_key, p.patient_id_folded, p.patient_key"
          + " FETCH FIRST ? ROWS ONLY";
  private static final String BY_BIRTH_DATE =
      "SELECT "
          + AlikePatient.COLUMNS
          + """
             FROM patient p
            WHERE p.organization_key = ? AND p.birth_date = ?
            """
          + ALIVE
          + " ORDER BY p.organization_key, p.birth_date, p.patient_key FETCH FIRST ? ROWS ONLY";
  private static final String BY_NAME =
      "SELECT "
          + AlikePatient.COLUMNS
          + """
             FROM (SELECT n.owner_key FROM person_name n
              WHERE n.organization_key = ? AND n.kind = 'PATIENT' AND n.folded = ?
              ORDER BY n.organization_key, n.kind, n.folded, n.owner_key
              FETCH FIRST ? ROWS ONLY) named
            JOIN patient p ON p.patient_key = named.owner_key
            WHERE p.deleted_at IS NULL AND p.merged_into_key IS NULL
            """;
  private static final String INSERT =
      """
      INSERT INTO match_candidate (inbox_key, candidate_number, organization_key, patient_key,
        grade, differences)
      VALUES (?, 1, ?, ?, ?, ?)
      """;

  private record Pair(AlikePatient other, Likeness likeness) {}

  private AlikePatients() {}

  static List<NewEvent> propose(Connection connection, Keys keys, long patientKey, Instant now)
      throws SQLException {
    Optional<AlikePatient> patient =
        Statements.query(connection, FIND, binding -> binding.add(patientKey), AlikePatient::map)
            .stream()
            .findFirst();
    List<NewEvent> events = new ArrayList<>();
    if (patient.isPresent()) {
      int opened = 0;
      for (Pair pair : pairs(connection, patient.get())) {
        if (opened < MOST_PROPOSED && open(connection, keys, patient.get(), pair, events, now)) {
          opened++;
        }
      }
    }
    return events;
  }

  private static List<Pair> pairs(Connection connection, AlikePatient patient) throws SQLException {
    Map<Long, AlikePatient> found = new LinkedHashMap<>();
    for (AlikePatient other : found(connection, patient)) {
      found.putIfAbsent(other.patientKey(), other);
    }
    found.remove(patient.patientKey());
    List<Pair> pairs = new ArrayList<>();
    for (AlikePatient other : found.values()) {
      boolean nobody = patient.patientId().isEmpty() && other.patientId().isEmpty();
      Likeness.of(patient, other)
          .filter(likeness -> !nobody)
          .ifPresent(likeness -> pairs.add(new Pair(other, likeness)));
    }
    pairs.sort(Comparator.comparing(Pair::likeness));
    return pairs;
  }

  private static List<AlikePatient> found(Connection connection, AlikePatient patient)
      throws SQLException {
    List<AlikePatient> found = new ArrayList<>();
    long organization = patient.organizationKey();
    if (patient.foldedId() != null) {
      found.addAll(
          few(
              connection,
              BY_ID,
              binding -> binding.add(organization).add(patient.foldedId()).add(MANY)));
    }
    if (patient.birthDate() != null) {
      found.addAll(
          few(
              connection,
              BY_BIRTH_DATE,
              binding -> binding.add(organization).add(patient.birthDate()).add(MANY)));
      String folded = FoldedName.groups(patient.name()).get(0);
      if (!folded.isEmpty()) {
        found.addAll(
            few(connection, BY_NAME, binding -> binding.add(organization).add(folded).add(MANY)));
      }
    }
    return found;
  }

  /** None where they are many. */
  private static List<AlikePatient> few(
      Connection connection, String sql, Statements.Parameters parameters) throws SQLException {
    List<AlikePatient> found = Statements.query(connection, sql, parameters, AlikePatient::map);
    return found.size() < MANY ? found : List.of();
  }

  /**
   * Who has a Patient ID is whom the other is merged into, whichever of the two was looked at: the
   * other way round would lose the ID, and is refused.
   */
  private static boolean open(
      Connection connection,
      Keys keys,
      AlikePatient patient,
      Pair pair,
      List<NewEvent> events,
      Instant now)
      throws SQLException {
    return pair.other.patientId().isEmpty()
        ? open(connection, keys, pair.other, patient, pair.likeness, events, now)
        : open(connection, keys, patient, pair.other, pair.likeness, events, now);
  }

  /** Not for those whom a person took apart once, nor where an entry was before. */
  private static boolean open(
      Connection connection,
      Keys keys,
      AlikePatient patient,
      AlikePatient other,
      Likeness likeness,
      List<NewEvent> events,
      Instant now)
      throws SQLException {
    if (PatientMerges.wereMerged(connection, patient.patientKey(), other.patientKey())) {
      return false;
    }
    NewInboxEntry entry = entry(connection, keys, patient, other, likeness);
    if (InboxRows.open(connection, List.of(entry), now).isEmpty()) {
      return false;
    }
    Statements.update(
        connection,
        INSERT,
        binding ->
            binding
                .add(entry.inboxKey())
                .add(patient.organizationKey())
                .add(other.patientKey())
                .add(likeness.name())
                .add(JSON.valueToTree(patient.differences(other)).toString()));
    events.add(
        new NewEvent(
            patient.organizationKey(),
            EventType.INBOX_OPENED,
            patient.patientKey(),
            null,
            null,
            null,
            entry.inboxKey(),
            null));
    return true;
  }

  private static NewInboxEntry entry(
      Connection connection, Keys keys, AlikePatient patient, AlikePatient other, Likeness likeness)
      throws SQLException {
    ObjectNode details = JSON.createObjectNode();
    details.put("why", likeness.name());
    details.put("patient_id", patient.patientId());
    details.put("issuer_of_patient_id", patient.issuer());
    details.put("patient_name", patient.name());
    details.put(
        "patient_birth_date", patient.birthDate() == null ? null : patient.birthDate().toString());
    return new NewInboxEntry(
        keys.next(connection, KeySequence.INBOX),
        patient.organizationKey(),
        InboxReason.PATIENTS_ALIKE,
        subject(patient.patientKey(), other.patientKey()),
        patient.patientKey(),
        null,
        null,
        null,
        null,
        officeKey(connection, patient.patientKey()),
        details.toString());
  }

  private static Long officeKey(Connection connection, long patientKey) throws SQLException {
    return Statements.query(
            connection,
            "SELECT office_key FROM patient WHERE patient_key = ?",
            binding -> binding.add(patientKey),
            row -> row.getObject(1, Long.class))
        .get(0);
  }

  /** The same for both, whichever came first. */
  private static String subject(long one, long other) {
    return "patients:" + Math.min(one, other) + ":" + Math.max(one, other);
  }
}
