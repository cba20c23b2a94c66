package io.archway.index.decision;

import io.archway.index.access.Visibility;
import io.archway.index.database.Binding;
import io.archway.index.database.Reading;
import io.archway.index.database.Statements;
import io.archway.index.worklist.ScheduledStep;
import io.archway.index.worklist.WorklistEntry;
import io.archway.index.worklist.WorklistLists;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads the sides of decisions, each kind in one query for all. */
final class Parties {
  private static final String PATIENT_COLUMNS =
      "p.patient_key, p.name, p.patient_id, p.issuer_of_patient_id, p.birth_date, p.sex";
  private static final String PATIENTS =
      """
      SELECT %s,
        (SELECT COALESCE(sum(s.instance_count), 0) FROM study s WHERE s.patient_key = p.patient_key)
      FROM patient p WHERE p.patient_key IN %%s
      """
          .formatted(PATIENT_COLUMNS);
  private static final String STUDIES =
      """
      SELECT s.study_key, m.medium_key, s.instance_count, %s, s.study_date,
        (SELECT string_agg(DISTINCT e.modality, '\\' ORDER BY e.modality)
          FROM series e WHERE e.study_key = s.study_key),
        s.accession_number, s.description, s.study_instance_uid
      FROM study s
      JOIN patient p ON p.patient_key = s.patient_key
      LEFT JOIN medium m ON m.study_key = s.study_key
      WHERE s.study_key IN %%s
      """
          .formatted(PATIENT_COLUMNS);
  private static final String VERSIONS =
      """
      SELECT i.version, i.is_current, i.study_key, m.medium_key, s.patient_key, e.modality,
        i.instance_number, i.content_date, i.image_rows, i.image_columns, i.number_of_frames,
        i.sop_class_uid, i.transfer_syntax_uid, i.byte_length, i.received_at, d.calling_ae_title,
        i.sha256
      FROM instance i
      JOIN study s ON s.study_key = i.study_key
      JOIN series e ON e.series_key = i.series_key
      LEFT JOIN medium m ON m.study_key = i.study_key
      LEFT JOIN device d ON d.device_key = i.device_key
      WHERE i.sop_instance_uid = ? AND i.organization_key = ?
      ORDER BY i.version FETCH FIRST 100 ROWS ONLY
      """;

  private Parties() {}

  /** Those who are not visible are not among them. */
  static Map<Long, Party> patients(Connection connection, Visibility visible, Collection<Long> keys)
      throws SQLException {
    return byKey(connection, PATIENTS + visible.andPatient("p"), keys, Parties::patient);
  }

  static Map<Long, Party> studies(Connection connection, Collection<Long> keys)
      throws SQLException {
    return byKey(connection, STUDIES, keys, Parties::study);
  }

  private static Map<Long, Party> byKey(
      Connection connection, String sql, Collection<Long> keys, Statements.Mapper<Party> mapper)
      throws SQLException {
    Map<Long, Party> found = new HashMap<>();
    Statements.queryIn(
        connection,
        sql,
        keys.stream().distinct().sorted().toList(),
        Binding::addAll,
        row -> found.put(row.getLong(1), mapper.map(row)));
    return found;
  }

  private static Party patient(ResultSet row) throws SQLException {
    Reading reading = new Reading(row);
    long key = reading.key();
    Attributes attributes = new Attributes();
    addPatient(attributes, reading);
    return Party.ofPatient(key, reading.number(), attributes.values());
  }

  private static void addPatient(Attributes attributes, Reading row) throws SQLException {
    attributes
        .add(Party.PATIENT_NAME, row.text())
        .add(Party.PATIENT_ID, row.text())
        .add(Party.ISSUER, row.text())
        .add(Party.BIRTH_DATE, row.date())
        .add(Party.SEX, row.text());
  }

  private static Party study(ResultSet row) throws SQLException {
    Reading reading = new Reading(row);
    long study = reading.key();
    Long medium = reading.keyOrNull();
    int images = reading.number();
    long patient = reading.key();
    Attributes attributes = new Attributes();
    addPatient(attributes, reading);
    attributes
        .add(Party.STUDY_DATE, reading.date())
        .add(Party.MODALITY, reading.text())
        .add(Party.ACCESSION_NUMBER, reading.text())
        .add(Party.DESCRIPTION, reading.text())
        .add(Party.STUDY_UID, reading.text());
    return new Party(patient, study, medium, null, null, null, images, attributes.values());
  }

  /** Items that are deleted, or not visible, are not among them. */
  static Map<Long, Party> items(
      Connection connection, long organizationKey, Visibility visible, Collection<Long> itemKeys)
      throws SQLException {
    Map<Long, Party> found = new HashMap<>();
    List<Long> keys = itemKeys.stream().distinct().sorted().toList();
    for (WorklistEntry entry : WorklistLists.ofKeys(connection, organizationKey, keys)) {
      if (visible.include(entry.item())) {
        found.put(entry.item().worklistItemKey(), item(entry));
      }
    }
    return found;
  }

  private static Party item(WorklistEntry entry) {
    Attributes attributes =
        new Attributes()
            .add(Party.PATIENT_NAME, entry.patient().name())
            .add(Party.PATIENT_ID, entry.patient().patientId())
            .add(Party.ISSUER, entry.patient().issuerOfPatientId())
            .add(Party.BIRTH_DATE, entry.patient().birthDate())
            .add(Party.SEX, entry.patient().sex())
            .add(Party.STUDY_DATE, entry.item().startDate())
            .add(
                Party.MODALITY,
                entry.steps().stream()
                    .map(ScheduledStep::modality)
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining("\\")))
            .add(Party.ACCESSION_NUMBER, entry.item().request().accessionNumber())
            .add(Party.DESCRIPTION, entry.item().procedure().description())
            .add(Party.STUDY_UID, entry.item().procedure().studyInstanceUid());
    return Party.ofItem(
        entry.item().worklistItemKey(), entry.item().patientKey(), attributes.values());
  }

  /** All data sets of a SOP Instance UID, the first first. */
  static List<Party> versions(Connection connection, long organizationKey, String sopInstanceUid)
      throws SQLException {
    return Statements.query(
        connection,
        VERSIONS,
        binding -> binding.add(sopInstanceUid).add(organizationKey),
        Parties::version);
  }

  private static Party version(ResultSet row) throws SQLException {
    Reading reading = new Reading(row);
    int version = reading.number();
    boolean current = reading.flag();
    long study = reading.key();
    Long medium = reading.keyOrNull();
    long patient = reading.key();
    Attributes attributes =
        new Attributes()
            .add(Party.MODALITY, reading.text())
            .add("InstanceNumber", reading.numberOrNull())
            .add("ContentDate", reading.date())
            .add("Rows", reading.numberOrNull())
            .add("Columns", reading.numberOrNull())
            .add("NumberOfFrames", reading.numberOrNull())
            .add("SOPClassUID", reading.text())
            .add("TransferSyntaxUID", reading.text())
            .add("ByteLength", reading.key())
            .add("ReceivedAt", reading.instant())
            .add("CallingAETitle", reading.text())
            .add("SHA256", reading.text());
    return new Party(patient, study, medium, null, version, current, 1, attributes.values());
  }
}
