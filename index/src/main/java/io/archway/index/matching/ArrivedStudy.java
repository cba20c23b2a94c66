package io.archway.index.matching;

import io.archway.index.database.Binding;
import io.archway.index.database.Reading;
import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What images say that an order may be found by. Texts are "" where they say nothing. Reports that
 * the gateway itself put into the study are none of its series.
 */
record ArrivedStudy(
    long studyKey,
    long organizationKey,
    long officeKey,
    long mediumKey,
    long patientKey,
    String studyInstanceUid,
    LocalDate studyDate,
    LocalTime studyTime,
    String accessionNumber,
    String issuerOfAccessionNumber,
    String description,
    Instant firstReceivedAt,
    Instant lastReceivedAt,
    String patientId,
    String patientName,
    LocalDate patientBirthDate,
    List<ArrivedSeries> series,
    boolean hasReports) {
  /** More than any examination has; the rest is matched when its time comes. */
  private static final int MAX_SERIES = 1_000;

  private static final String STUDY =
      """
      SELECT s.study_key, s.organization_key, s.office_key, m.medium_key, s.patient_key,
        s.study_instance_uid, s.study_date, s.study_time, s.accession_number,
        s.issuer_of_accession_number, s.description, s.first_received_at, s.last_received_at,
        p.patient_id, p.name, p.birth_date
      FROM study s
      JOIN medium m ON m.study_key = s.study_key
      JOIN patient p ON p.patient_key = s.patient_key
      WHERE s.study_key = ? AND m.deleted_at IS NULL
      """;
  private static final String SERIES =
      """
      SELECT e.series_key, e.modality, e.performed_step_uid,
        EXISTS (SELECT 1 FROM report_document d
          WHERE d.series_instance_uid = e.series_instance_uid
            AND d.organization_key = e.organization_key)
      FROM series e WHERE e.study_key = ?
      ORDER BY e.series_key FETCH FIRST ? ROWS ONLY
      """;
  private static final String REQUESTS =
      """
      SELECT series_key, study_instance_uid, accession_number, requested_procedure_id,
        scheduled_procedure_step_id
      FROM series_request WHERE series_key IN %s ORDER BY series_key, item_number
      """;

  /** {@code ours}: it holds reports that the gateway made of the study. */
  private record Found(ArrivedSeries series, boolean ours) {}

  private record Named(long seriesKey, RequestNamed request) {}

  ArrivedStudy {
    series = List.copyOf(series);
  }

  /** Empty where it was deleted. */
  static Optional<ArrivedStudy> find(Connection connection, long studyKey) throws SQLException {
    List<Found> found = found(connection, studyKey);
    boolean hasReports = found.stream().anyMatch(Found::ours);
    List<ArrivedSeries> series = named(connection, found);
    return Statements.query(
            connection,
            STUDY,
            binding -> binding.add(studyKey),
            row -> study(row, series, hasReports))
        .stream()
        .findFirst();
  }

  PatientSaid patient() {
    return new PatientSaid(patientId, patientName, patientBirthDate);
  }

  /** The day of the examination, as far as anybody can tell. */
  LocalDate day(MatchingRules rules) {
    return studyDate == null ? firstReceivedAt.atZone(rules.zone()).toLocalDate() : studyDate;
  }

  LocalTime time(MatchingRules rules) {
    boolean said = studyDate != null && studyTime != null;
    return said ? studyTime : firstReceivedAt.atZone(rules.zone()).toLocalTime();
  }

  private static ArrivedStudy study(ResultSet row, List<ArrivedSeries> series, boolean hasReports)
      throws SQLException {
    Reading reading = new Reading(row);
    return new ArrivedStudy(
        reading.key(),
        reading.key(),
        reading.key(),
        reading.key(),
        reading.key(),
        reading.text(),
        reading.date(),
        reading.time(),
        said(reading.text()),
        said(reading.text()),
        said(reading.text()),
        reading.instant(),
        reading.instant(),
        said(reading.text()),
        said(reading.text()),
        reading.date(),
        series,
        hasReports);
  }

  private static List<Found> found(Connection connection, long studyKey) throws SQLException {
    return Statements.query(
        connection,
        SERIES,
        binding -> binding.add(studyKey).add(MAX_SERIES),
        row ->
            new Found(
                new ArrivedSeries(
                    row.getLong(1), row.getString(2), said(row.getString(3)), List.of()),
                row.getBoolean(4)));
  }

  /** Those that came, with the orders they name. */
  private static List<ArrivedSeries> named(Connection connection, List<Found> found)
      throws SQLException {
    List<ArrivedSeries> series =
        found.stream().filter(one -> !one.ours).map(Found::series).toList();
    List<Long> keys = series.stream().map(ArrivedSeries::seriesKey).toList();
    Map<Long, List<RequestNamed>> requests = new HashMap<>();
    for (Named named :
        Statements.queryIn(connection, REQUESTS, keys, Binding::addAll, ArrivedStudy::named)) {
      requests.computeIfAbsent(named.seriesKey, key -> new ArrayList<>()).add(named.request);
    }
    return series.stream()
        .map(one -> one.with(requests.getOrDefault(one.seriesKey(), List.of())))
        .toList();
  }

  private static Named named(ResultSet row) throws SQLException {
    Reading reading = new Reading(row);
    return new Named(
        reading.key(),
        new RequestNamed(
            said(reading.text()),
            said(reading.text()),
            said(reading.text()),
            said(reading.text())));
  }

  private static String said(String text) {
    return text == null ? "" : text.strip();
  }
}
