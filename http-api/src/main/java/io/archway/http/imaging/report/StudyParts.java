package io.archway.http.imaging.report;

import io.archway.http.imaging.report.DocumentContent.Source;
import io.archway.http.imaging.report.DocumentContent.StudyPart;
import io.archway.index.database.Reading;
import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Reads of a study what an instance that joins it must say. Within the caller's transaction. */
final class StudyParts {
  /** More would make the report's instance larger than some of its readers take. */
  private static final int MAX_SOURCES = 2_000;

  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");
  private static final String ISSUER_OF_OFFICE = "office:";

  private static final String STUDY =
      """
      SELECT s.office_key, s.study_instance_uid, s.study_date, s.study_time, s.study_id,
        s.accession_number, s.referring_physician_name, s.institution_name, p.issuer, p.name,
        p.patient_id, p.issuer_of_patient_id, p.birth_date, p.birth_date_raw, p.sex
      FROM study s JOIN patient p ON p.patient_key = s.received_patient_key
      WHERE s.study_key = ?
      """;
  private static final String SOURCES =
      """
      SELECT i.sop_class_uid, i.sop_instance_uid
      FROM instance i JOIN series e ON e.series_key = i.series_key
      WHERE i.study_key = ? AND i.is_current AND NOT EXISTS (SELECT 1 FROM report_document d
        WHERE d.series_instance_uid = e.series_instance_uid)
      ORDER BY i.study_key, i.instance_key FETCH FIRST ? ROWS ONLY
      """;

  private StudyParts() {}

  static StudyPart of(Connection connection, long studyKey, Instant signedAt, Instant now)
      throws SQLException {
    List<Source> sources =
        Statements.query(
            connection,
            SOURCES,
            binding -> binding.add(studyKey).add(MAX_SOURCES),
            row -> new Source(row.getString(1), row.getString(2)));
    return Statements.query(
            connection,
            STUDY,
            binding -> binding.add(studyKey),
            row -> part(row, sources, local(signedAt), local(now)))
        .get(0);
  }

  private static LocalDateTime local(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneId.systemDefault());
  }

  private static StudyPart part(
      ResultSet row, List<Source> sources, LocalDateTime signedAt, LocalDateTime now)
      throws SQLException {
    Reading reading = new Reading(row);
    long officeKey = reading.key();
    String uid = reading.text();
    LocalDate date = reading.date();
    LocalTime time = reading.time();
    String studyId = reading.text();
    String accession = reading.text();
    String referring = reading.text();
    String institution = reading.text();
    String issuer = reading.text();
    String name = reading.text();
    String patientId = reading.text();
    String issuerOfPatientId = reading.text();
    LocalDate birthDate = reading.date();
    String birthDateRaw = reading.text();
    return new StudyPart(
        office(issuer, officeKey),
        uid,
        date == null ? "" : DATE.format(date),
        time == null ? "" : TIME.format(time),
        cut(studyId, 16),
        cut(accession, 16),
        text(referring),
        text(name),
        cut(patientId, 64),
        cut(issuerOfPatientId, 64),
        birthDate == null ? date(birthDateRaw) : DATE.format(birthDate),
        text(reading.text()),
        cut(institution, 64),
        DATE.format(now),
        TIME.format(now),
        DATE.format(signedAt) + TIME.format(signedAt),
        sources);
  }

  /** Patient IDs without an issuer are numbers of an office; see the identity of patients. */
  private static long office(String issuer, long officeKey) {
    String number =
        issuer.startsWith(ISSUER_OF_OFFICE) ? issuer.substring(ISSUER_OF_OFFICE.length()) : "";
    return number.matches("[0-9]{1,18}") ? Long.parseLong(number) : officeKey;
  }

  private static String date(String raw) {
    return raw != null && raw.matches("[0-9]{8}") ? raw : "";
  }

  private static String text(String text) {
    return text == null ? "" : text;
  }

  private static String cut(String text, int length) {
    return text == null ? "" : text.substring(0, Math.min(length, text.length()));
  }
}
