package io.archway.index.inbox;

import io.archway.index.database.Database;
import io.archway.index.database.KeySequence;
import io.archway.index.database.Reading;
import io.archway.index.database.RowCopy;
import io.archway.index.database.Statements;
import io.archway.index.study.CurrentVersion;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes from an old embedded index into a new one, after the log is indexed, what became of what
 * waited: entries as far as people or matching have said something about them, what they propose,
 * which data sets were chosen, and decisions, which can be undone there too. Keys are translated;
 * an entry whose study or patient is gone is left out. One use, one thread.
 */
public final class CarriedInbox {
  private static final String ENTRIES =
      """
      SELECT inbox_key, organization_key, reason, subject, state, patient_key, study_key,
        instance_key, office_key, details, created_at, closed_at, closed_by_key, closed_why
      FROM inbox ORDER BY inbox_key
      """;
  private static final String FIND =
      "SELECT inbox_key FROM inbox WHERE organization_key = ? AND reason = ? AND subject = ?";
  private static final String CLOSE =
      """
      UPDATE inbox SET state = ?, closed_at = ?, closed_by_key = ?, closed_why = ?
      WHERE inbox_key = ?
      """;
  private static final String INSERT =
      """
      INSERT INTO inbox (inbox_key, organization_key, reason, subject, state, patient_key,
        study_key, instance_key, office_key, details, created_at, closed_at, closed_by_key,
        closed_why)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String OLD_INSTANCES =
      """
      SELECT i.instance_key, i.record_number FROM instance i
      WHERE i.instance_key IN (SELECT x.instance_key FROM inbox x)
        OR i.instance_key IN (SELECT d.instance_key FROM decision d)
      """;
  private static final String CHOSEN =
      "SELECT record_number FROM instance WHERE is_current AND version > 1";
  private static final String BY_RECORD =
      """
      SELECT instance_key, organization_key, sop_instance_uid, version FROM instance
      WHERE record_number = ?
      """;
  private static final String UNDO_DETAILS =
      "UPDATE decision SET undo_details = ? WHERE decision_key = ?";

  private record Entry(
      long key,
      long organizationKey,
      String reason,
      String subject,
      String state,
      Long patientKey,
      Long studyKey,
      Long instanceKey,
      Long officeKey,
      String details,
      Instant createdAt,
      Instant closedAt,
      Long closedByKey,
      String closedWhy) {}

  private record Stored(long key, long organizationKey, String uid, int version) {}

  private record Undo(long decisionKey, String details) {}

  private final Connection old;
  private final Connection made;
  private final Database to;
  private final Map<Long, Long> patients;
  private final Map<Long, Long> studies;
  private final Map<Long, Long> inbox = new HashMap<>();
  private final Map<Long, Long> instances = new HashMap<>();
  private final TranslatedKeys translated;

  /**
   * @param patients keys there by keys here, as the other maps
   */
  public CarriedInbox(
      Connection old,
      Connection made,
      Database to,
      Map<Long, Long> patients,
      Map<Long, Long> studies,
      Map<Long, Long> media,
      Map<Long, Long> series) {
    this.old = old;
    this.made = made;
    this.to = to;
    this.patients = patients;
    this.studies = studies;
    this.translated = new TranslatedKeys(patients, studies, media, series, inbox);
  }

  public void carry() throws SQLException {
    carryChosen();
    mapInstances();
    for (Entry entry : Statements.query(old, ENTRIES, binding -> {}, CarriedInbox::entry)) {
      carry(entry);
    }
    new RowCopy("match_candidate")
        .needed("inbox_key", inbox)
        .optional("patient_key", patients)
        .copy(old, made);
    carryDecisions();
  }

  /** By their records, which have the same numbers. */
  private void carryChosen() throws SQLException {
    for (long record : Statements.query(old, CHOSEN, binding -> {}, row -> row.getLong(1))) {
      for (Stored stored : stored(record)) {
        CurrentVersion.choose(made, stored.organizationKey, stored.uid, stored.version);
      }
    }
  }

  private List<Stored> stored(long recordNumber) throws SQLException {
    return Statements.query(
        made,
        BY_RECORD,
        binding -> binding.add(recordNumber),
        row -> new Stored(row.getLong(1), row.getLong(2), row.getString(3), row.getInt(4)));
  }

  private void mapInstances() throws SQLException {
    Map<Long, Long> records = new HashMap<>();
    Statements.query(
        old, OLD_INSTANCES, binding -> {}, row -> records.put(row.getLong(1), row.getLong(2)));
    for (Map.Entry<Long, Long> record : records.entrySet()) {
      for (Stored stored : stored(record.getValue())) {
        instances.put(record.getKey(), stored.key);
      }
    }
  }

  private static Entry entry(ResultSet row) throws SQLException {
    Reading reading = new Reading(row);
    return new Entry(
        reading.key(),
        reading.key(),
        reading.text(),
        reading.text(),
        reading.text(),
        reading.keyOrNull(),
        reading.keyOrNull(),
        reading.keyOrNull(),
        reading.keyOrNull(),
        reading.text(),
        reading.instant(),
        reading.instant(),
        reading.keyOrNull(),
        reading.text());
  }

  private void carry(Entry entry) throws SQLException {
    String subject = translated.subject(InboxReason.valueOf(entry.reason), entry.subject);
    if (subject == null) {
      return;
    }
    List<Long> there =
        Statements.query(
            made,
            FIND,
            binding -> binding.add(entry.organizationKey).add(entry.reason).add(subject),
            row -> row.getLong(1));
    if (!there.isEmpty()) {
      inbox.put(entry.key, there.get(0));
      close(entry, there.get(0));
    } else if (isOurs(entry)) {
      insert(entry, subject);
    }
  }

  private void close(Entry entry, long key) throws SQLException {
    if (!InboxEntry.OPEN.equals(entry.state)) {
      Statements.update(
          made,
          CLOSE,
          binding ->
              binding
                  .add(entry.state)
                  .add(entry.closedAt)
                  .add(entry.closedByKey)
                  .add(entry.closedWhy)
                  .add(key));
    }
  }

  /** What the log does not tell, of what is there; an object that is gone stays as its decision. */
  private boolean isOurs(Entry entry) {
    boolean known =
        (entry.studyKey == null || studies.get(entry.studyKey) != null)
            && (entry.patientKey == null || patients.get(entry.patientKey) != null)
            && (entry.instanceKey == null || instances.get(entry.instanceKey) != null);
    boolean object = InboxReason.valueOf(entry.reason).matter() == InboxMatter.OBJECT;
    return known && !(object && InboxEntry.OPEN.equals(entry.state));
  }

  private void insert(Entry entry, String subject) throws SQLException {
    long key = to.keys().next(made, KeySequence.INBOX);
    String details = translated.json(entry.details);
    Statements.update(
        made,
        INSERT,
        binding ->
            binding
                .add(key)
                .add(entry.organizationKey)
                .add(entry.reason)
                .add(subject)
                .add(entry.state)
                .add(there(patients, entry.patientKey))
                .add(there(studies, entry.studyKey))
                .add(there(instances, entry.instanceKey))
                .add(entry.officeKey)
                .add(details.isEmpty() ? entry.details : details)
                .add(entry.createdAt)
                .add(entry.closedAt)
                .add(entry.closedByKey)
                .add(entry.closedWhy));
    inbox.put(entry.key, key);
  }

  private static Long there(Map<Long, Long> keys, Long key) {
    return key == null ? null : keys.get(key);
  }

  private void carryDecisions() throws SQLException {
    new RowCopy("decision")
        .optional("patient_key", patients)
        .optional("study_key", studies)
        .optional("inbox_key", inbox)
        .optional("instance_key", instances)
        .constant("undo_details", "")
        .copy(old, made);
    List<Undo> undos =
        Statements.query(
            old,
            "SELECT decision_key, undo_details FROM decision WHERE undo_details <> ''",
            binding -> {},
            row -> new Undo(row.getLong(1), row.getString(2)));
    Statements.batch(
        made,
        UNDO_DETAILS,
        undos,
        (binding, undo) -> binding.add(translated.json(undo.details)).add(undo.decisionKey));
  }
}
