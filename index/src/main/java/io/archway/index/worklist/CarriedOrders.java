package io.archway.index.worklist;

import io.archway.index.audit.CarriedAudit;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.database.KeySequence;
import io.archway.index.database.Keys;
import io.archway.index.database.RowCopy;
import io.archway.index.database.Statements;
import io.archway.index.inbox.CarriedInbox;
import io.archway.index.offer.OfferedSteps;
import io.archway.index.patient.FoldedText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Takes from an old embedded index into a new one, after the log is indexed, what people and
 * practices have said and no object holds: patients as they were corrected or made, their merges,
 * media of images that lie elsewhere, orders with steps, links and history, reports, what devices
 * said by MPPS, decisions. Patients, studies and series have other keys there; they are found by
 * what identifies them. One thread.
 */
public final class CarriedOrders {
  private static final Map<String, String> SEQUENCES =
      Map.of(
          "worklist_item", "worklist_item_key",
          "scheduled_procedure_step", "step_key",
          "performed_procedure_step", "performed_step_key",
          "decision", "decision_key",
          "patient_merge", "patient_merge_key",
          "worklist_history", "worklist_history_key",
          "report", "report_key");

  private static final String WITHOUT_STUDIES =
      """
      SELECT p.patient_key FROM patient p
      WHERE NOT EXISTS (SELECT 1 FROM study s WHERE s.patient_key = p.patient_key)
        AND NOT EXISTS (SELECT 1 FROM study s WHERE s.received_patient_key = p.patient_key)
        AND NOT EXISTS (SELECT 1 FROM medium m WHERE m.patient_key = p.patient_key)
      """;

  /** All that the log made of a patient. */
  private static final List<String> DROP =
      List.of(
          """
          DELETE FROM inbox WHERE patient_key = ?
            AND reason IN ('PATIENT_UNIDENTIFIED', 'PATIENT_CONTRADICTS', 'PATIENT_NAME_DIFFERS')
          """,
          "DELETE FROM patient_word WHERE patient_key = ?",
          "DELETE FROM person_name WHERE owner_key = ? AND kind = 'PATIENT'",
          "DELETE FROM patient WHERE patient_key = ?");

  private record PatientId(long organizationKey, String issuer, String patientId, int variant) {}

  private record StudyId(long organizationKey, String uid, long receivedPatient) {
    StudyId under(long patientKey) {
      return new StudyId(organizationKey, uid, patientKey);
    }
  }

  private record Study(long studyKey, Long mediumKey, StudyId id, long patientKey) {}

  private record SeriesId(long studyKey, String uid) {}

  private final Database from;
  private final Database to;
  private final Map<Long, Long> patients = new HashMap<>();
  private final Map<Long, Long> studies = new HashMap<>();
  private final Map<Long, Long> media = new HashMap<>();
  private final Map<Long, Long> series = new HashMap<>();

  public CarriedOrders(Database from, Database to) {
    this.from = from;
    this.to = to;
  }

  public void carry() {
    from.inConnection(old -> to.inConnection(made -> carry(old, made)));
  }

  private Void carry(Connection old, Connection made) throws SQLException {
    carryPatients(old, made);
    carryOwners(old, made);
    carryFiles(old, made);
    dropStrangers(made);
    carrySeries(old, made);
    carryMedia(old, made);
    carryItems(old, made);
    carryReports(old, made);
    carryDecisions(old, made);
    CarriedAudit.carry(old, made, otherKeys());
    for (Map.Entry<String, String> table : SEQUENCES.entrySet()) {
      RowCopy.continueSequence(made, table.getValue() + "_seq", table.getKey(), table.getValue());
    }
    return null;
  }

  /** Of inbox entries and instances, which the log makes anew, nobody says which are which. */
  private Map<RecordKind, Map<Long, Long>> otherKeys() {
    return Map.of(
        RecordKind.PATIENT, patients,
        RecordKind.STUDY, studies,
        RecordKind.MEDIUM, media,
        RecordKind.INSTANCE, Map.of(),
        RecordKind.INBOX_ENTRY, Map.of());
  }

  private void carryPatients(Connection old, Connection made) throws SQLException {
    Map<PatientId, Long> known = new HashMap<>();
    String identities =
        "SELECT patient_key, organization_key, issuer, patient_id, variant FROM patient";
    try (Statement select = made.createStatement();
        ResultSet rows = select.executeQuery(identities)) {
      while (rows.next()) {
        known.put(patientId(rows), rows.getLong("patient_key"));
      }
    }
    Keys keys = to.keys();
    try (Statement select = old.createStatement();
        ResultSet rows = select.executeQuery("SELECT * FROM patient ORDER BY patient_key")) {
      List<String> columns = RowCopy.columns(rows.getMetaData());
      while (rows.next()) {
        Long key = known.get(patientId(rows));
        long carried = key == null ? keys.next(made, KeySequence.PATIENT) : key;
        patients.put(rows.getLong("patient_key"), carried);
        write(made, key == null ? insertion(columns) : update(columns), rows, columns, carried);
      }
    }
    carryWords(old, made);
    for (String table : List.of("patient_profile", "patient_term", "patient_reference")) {
      new RowCopy(table).needed("patient_key", patients).copy(old, made);
    }
  }

  private static PatientId patientId(ResultSet row) throws SQLException {
    return new PatientId(
        row.getLong("organization_key"),
        row.getString("issuer"),
        row.getString("patient_id"),
        row.getInt("variant"));
  }

  private static String insertion(List<String> columns) {
    return "INSERT INTO patient (%s) VALUES (%s?)"
        .formatted(String.join(", ", lastKey(columns)), "?, ".repeat(columns.size() - 1));
  }

  private static String update(List<String> columns) {
    List<String> others = lastKey(columns).subList(0, columns.size() - 1);
    return "UPDATE patient SET " + String.join(" = ?, ", others) + " = ? WHERE patient_key = ?";
  }

  private static List<String> lastKey(List<String> columns) {
    List<String> ordered = new ArrayList<>(columns);
    ordered.remove("patient_key");
    ordered.add("patient_key");
    return ordered;
  }

  private static void write(
      Connection made, String sql, ResultSet row, List<String> columns, long key)
      throws SQLException {
    try (PreparedStatement statement = made.prepareStatement(sql)) {
      int index = 0;
      for (String column : lastKey(columns)) {
        statement.setObject(++index, value(row, column, key));
      }
      statement.executeUpdate();
    }
  }

  /** An index of an earlier state may lack the folded Patient ID. */
  private static Object value(ResultSet row, String column, long key) throws SQLException {
    return switch (column) {
      case "patient_key" -> key;
      case "merged_into_key" -> null;
      case "patient_id_folded" -> FoldedText.foldId(row.getString("patient_id"));
      default -> row.getObject(column);
    };
  }

  /** What search and matching read of them, instead of what the log alone said. */
  private void carryWords(Connection old, Connection made) throws SQLException {
    List<Long> carried = List.copyOf(patients.values());
    Statements.batch(
        made,
        "DELETE FROM patient_word WHERE patient_key = ?",
        carried,
        (binding, key) -> binding.add((long) key));
    Statements.batch(
        made,
        "DELETE FROM person_name WHERE owner_key = ? AND kind = 'PATIENT'",
        carried,
        (binding, key) -> binding.add((long) key));
    new RowCopy("patient_word").needed("patient_key", patients).copy(old, made);
    new RowCopy("person_name")
        .where("kind = 'PATIENT'")
        .needed("owner_key", patients)
        .copy(old, made);
  }

  /** Whose a study is by now, and whom it counts as having come under. */
  private void carryOwners(Connection old, Connection made) throws SQLException {
    KnownStudies known = new KnownStudies(studies(made));
    for (Study study : studies(old)) {
      Long received = patients.getOrDefault(study.id.receivedPatient, 0L);
      Study there = known.find(study.id, received);
      if (there != null) {
        studies.put(study.studyKey, there.studyKey);
        media.put(study.mediumKey, there.mediumKey);
        Long owner = patients.get(study.patientKey);
        if (!Objects.equals(owner, there.patientKey)) {
          own(made, "study", there.studyKey, owner);
          own(made, "medium", there.mediumKey, owner);
        }
        if (received != there.id.receivedPatient) {
          receive(made, there.studyKey, received);
        }
      }
    }
  }

  /**
   * The studies that the log gave. One that came under a patient who had been corrected before
   * comes under a stranger there: the log alone does not know of the correction.
   */
  private static final class KnownStudies {
    private final Map<StudyId, Study> byId = new HashMap<>();
    private final Map<StudyId, List<Study>> byUid = new HashMap<>();

    KnownStudies(List<Study> studies) {
      for (Study study : studies) {
        byId.put(study.id, study);
        byUid.computeIfAbsent(study.id.under(0), uid -> new ArrayList<>()).add(study);
      }
    }

    Study find(StudyId id, long receivedPatient) {
      Study same = byId.get(id.under(receivedPatient));
      List<Study> ofUid = byUid.getOrDefault(id.under(0), List.of());
      return same == null && ofUid.size() == 1 ? ofUid.get(0) : same;
    }
  }

  private static void receive(Connection made, long studyKey, long patientKey) throws SQLException {
    Statements.update(
        made,
        "UPDATE study SET received_patient_key = ? WHERE study_key = ?",
        binding -> binding.add(patientKey).add(studyKey));
  }

  private record FileId(long organizationKey, String uid) {}

  private record FileOwner(FileId id, long mediumKey, long patientKey) {}

  /** Whose a file is by now. */
  private void carryFiles(Connection old, Connection made) throws SQLException {
    Map<FileId, FileOwner> known = new HashMap<>();
    files(made).forEach(file -> known.put(file.id, file));
    for (FileOwner file : files(old)) {
      FileOwner there = known.get(file.id);
      if (there != null) {
        media.put(file.mediumKey, there.mediumKey);
        own(made, "medium", there.mediumKey, patients.get(file.patientKey));
      }
    }
  }

  private static List<FileOwner> files(Connection connection) throws SQLException {
    return Statements.query(
        connection,
        """
        SELECT f.organization_key, f.file_uid, m.medium_key, m.patient_key
        FROM medium_file f JOIN medium m ON m.medium_key = f.medium_key
        """,
        binding -> {},
        row ->
            new FileOwner(
                new FileId(row.getLong(1), row.getString(2)), row.getLong(3), row.getLong(4)));
  }

  /** Patients whom only the log made out of what came under somebody corrected. */
  private void dropStrangers(Connection made) throws SQLException {
    Set<Long> carried = new HashSet<>(patients.values());
    List<Long> strangers =
        Statements.query(made, WITHOUT_STUDIES, binding -> {}, row -> row.getLong(1)).stream()
            .filter(key -> !carried.contains(key))
            .toList();
    for (String sql : DROP) {
      Statements.batch(made, sql, strangers, (binding, key) -> binding.add((long) key));
    }
  }

  /** Media without images here: new keys for all. */
  private void carryMedia(Connection old, Connection made) throws SQLException {
    Keys keys = to.keys();
    String sql = "SELECT medium_key FROM medium WHERE study_key IS NULL AND kind <> 'file'";
    for (long key : Statements.query(old, sql, binding -> {}, row -> row.getLong(1))) {
      media.put(key, keys.next(made, KeySequence.MEDIUM));
    }
    new RowCopy("medium")
        .where("study_key IS NULL AND kind <> 'file'")
        .needed("medium_key", media)
        .needed("patient_key", patients)
        .copy(old, made);
  }

  private static List<Study> studies(Connection connection) throws SQLException {
    return Statements.query(
        connection,
        """
        SELECT s.study_key, m.medium_key, s.organization_key, s.study_instance_uid,
          s.received_patient_key, s.patient_key
        FROM study s LEFT JOIN medium m ON m.study_key = s.study_key
        """,
        binding -> {},
        row ->
            new Study(
                row.getLong(1),
                row.getObject(2, Long.class),
                new StudyId(row.getLong(3), row.getString(4), row.getLong(5)),
                row.getLong(6)));
  }

  private static void own(Connection made, String table, Long key, Long owner) throws SQLException {
    Statements.update(
        made,
        "UPDATE %1$s SET patient_key = ? WHERE %1$s_key = ?".formatted(table),
        binding -> binding.add(owner).add(key));
  }

  private void carrySeries(Connection old, Connection made) throws SQLException {
    String sql = "SELECT study_key, series_instance_uid, series_key FROM series";
    Map<SeriesId, Long> known = new HashMap<>();
    try (Statement select = made.createStatement();
        ResultSet rows = select.executeQuery(sql)) {
      while (rows.next()) {
        known.put(new SeriesId(rows.getLong(1), rows.getString(2)), rows.getLong(3));
      }
    }
    try (Statement select = old.createStatement();
        ResultSet rows = select.executeQuery(sql)) {
      while (rows.next()) {
        long study = studies.getOrDefault(rows.getLong(1), 0L);
        series.put(rows.getLong(3), known.get(new SeriesId(study, rows.getString(2))));
      }
    }
  }

  private void carryItems(Connection old, Connection made) throws SQLException {
    new RowCopy("worklist_item")
        .needed("patient_key", patients)
        .optional("medium_key", media)
        .copy(old, made);
    for (String table : List.of("scheduled_procedure_step", "step_station", "step_protocol_code")) {
      new RowCopy(table).copy(old, made);
    }
    OfferedSteps.fill(made);
    new RowCopy("person_name").where("kind <> 'PATIENT'").copy(old, made);
    new RowCopy("worklist_history").copy(old, made);
    for (String table :
        List.of("performed_procedure_step", "performed_step_message", "performed_step_reference")) {
      new RowCopy(table).copy(old, made);
    }
    new RowCopy("worklist_link")
        .needed("series_key", series)
        .needed("study_key", studies)
        .copy(old, made);
    new RowCopy("refused_link").copy(old, made);
  }

  private void carryReports(Connection old, Connection made) throws SQLException {
    new RowCopy("report").optional("patient_key", patients).copy(old, made);
    for (String table :
        List.of("report_word", "report_version", "report_text", "report_addendum")) {
      new RowCopy(table).copy(old, made);
    }
    new RowCopy("report_document").optional("study_key", studies).copy(old, made);
  }

  private void carryDecisions(Connection old, Connection made) throws SQLException {
    new CarriedInbox(old, made, to, patients, studies, media, series).carry();
    new RowCopy("patient_merge")
        .needed("from_patient_key", patients)
        .needed("into_patient_key", patients)
        .copy(old, made);
    Map<String, Map<Long, Long>> moved =
        Map.of("study", studies, "medium", media, "patient", patients);
    for (Map.Entry<String, Map<Long, Long>> table : moved.entrySet()) {
      new RowCopy("patient_merge_row")
          .where("table_name = '" + table.getKey() + "'")
          .needed("row_key", table.getValue())
          .copy(old, made);
    }
    new RowCopy("patient_merge_row")
        .where("table_name IN ('worklist_item', 'report')")
        .copy(old, made);
    carryMergedInto(old, made);
  }

  private void carryMergedInto(Connection old, Connection made) throws SQLException {
    String sql =
        "SELECT patient_key, merged_into_key FROM patient WHERE merged_into_key IS NOT NULL";
    Set<Map.Entry<Long, Long>> merged = new HashSet<>();
    try (Statement select = old.createStatement();
        ResultSet rows = select.executeQuery(sql)) {
      while (rows.next()) {
        merged.add(Map.entry(patients.get(rows.getLong(1)), patients.get(rows.getLong(2))));
      }
    }
    Statements.batch(
        made,
        "UPDATE patient SET merged_into_key = ? WHERE patient_key = ?",
        List.copyOf(merged),
        (binding, pair) -> binding.add(pair.getValue()).add(pair.getKey()));
  }
}
