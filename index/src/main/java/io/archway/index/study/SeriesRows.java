package io.archway.index.study;

import io.archway.index.database.Binding;
import io.archway.index.database.BoundedText;
import io.archway.index.database.Statements;
import io.archway.index.patient.FoldedText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** SQL of series, for a group of arrivals. */
public final class SeriesRows {
  /** A series row as far as arrivals are judged by it. */
  public record Identity(
      long seriesKey, long studyKey, String seriesInstanceUid, boolean hasInstances) {}

  /** A series about to be inserted. */
  public record New(
      Identity identity, long organizationKey, SeriesAttributes attributes, Growth growth) {}

  private record Request(
      long seriesKey, int item, long organizationKey, RequestAttributes attributes) {}

  private static final int MAX_REQUESTS = 100;

  private static final String FIND =
      """
      SELECT series_key, study_key, series_instance_uid, instance_count FROM series
      WHERE series_instance_uid IN %s AND organization_key = ?
      ORDER BY series_key
      """;
  private static final String INSERT =
      """
      INSERT INTO series (series_key, organization_key, study_key, series_instance_uid, modality,
        series_number, description, description_folded, series_date, series_time,
        body_part_examined, laterality, protocol_name, performing_physician_name, operator_name,
        performed_step_start_date, performed_step_start_time, frame_of_reference_uid, station_name,
        manufacturer, manufacturer_model_name, device_serial_number, software_versions,
        performed_step_uid, instance_count, size_bytes)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;
  private static final String INSERT_REQUEST =
      """
      INSERT INTO series_request (series_key, item_number, organization_key, study_instance_uid,
        accession_number, requested_procedure_id, scheduled_procedure_step_id)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String GROW =
      """
      UPDATE series SET instance_count = instance_count + ?, size_bytes = size_bytes + ?
      WHERE series_key = ?
      """;

  private SeriesRows() {}

  public static List<Identity> find(
      Connection connection, long organizationKey, List<String> seriesInstanceUids)
      throws SQLException {
    return Statements.queryIn(
        connection,
        FIND,
        seriesInstanceUids,
        (binding, uids) -> binding.addAll(uids).add(organizationKey),
        row -> new Identity(row.getLong(1), row.getLong(2), row.getString(3), row.getInt(4) > 0));
  }

  public static void insert(Connection connection, List<New> series) throws SQLException {
    List<New> inOrder =
        series.stream()
            .sorted(
                Comparator.comparing((New row) -> row.identity().seriesInstanceUid())
                    .thenComparing(row -> row.identity().studyKey()))
            .toList();
    Statements.insertAll(connection, INSERT, inOrder, SeriesRows::bind);
    Statements.batch(connection, INSERT_REQUEST, requests(inOrder), SeriesRows::bindRequest);
  }

  private static void bind(Binding binding, New series) throws SQLException {
    SeriesAttributes attributes = series.attributes();
    binding
        .add(series.identity().seriesKey())
        .add(series.organizationKey())
        .add(series.identity().studyKey())
        .add(series.identity().seriesInstanceUid())
        .add(BoundedText.orNull(attributes.modality(), 64))
        .add(attributes.seriesNumber())
        .add(BoundedText.orNull(attributes.description()))
        .add(BoundedText.orNull(FoldedText.fold(attributes.description())))
        .add(DicomDates.date(attributes.seriesDate()))
        .add(DicomDates.time(attributes.seriesTime()))
        .add(BoundedText.orNull(attributes.bodyPartExamined(), 64))
        .add(BoundedText.orNull(attributes.laterality(), 16))
        .add(BoundedText.orNull(attributes.protocolName()))
        .add(BoundedText.orNull(attributes.performingPhysicianName(), 1_024))
        .add(BoundedText.orNull(attributes.operatorName(), 1_024))
        .add(DicomDates.date(attributes.performedProcedureStepStartDate()))
        .add(DicomDates.time(attributes.performedProcedureStepStartTime()))
        .add(BoundedText.orNull(attributes.frameOfReferenceUid(), 64))
        .add(BoundedText.orNull(attributes.stationName()))
        .add(BoundedText.orNull(attributes.manufacturer()))
        .add(BoundedText.orNull(attributes.manufacturerModelName()))
        .add(BoundedText.orNull(attributes.deviceSerialNumber()))
        .add(BoundedText.orNull(attributes.softwareVersions()))
        .add(BoundedText.orNull(attributes.performedStepUid(), 64))
        .add(series.growth().instances())
        .add(series.growth().bytes());
  }

  private static List<Request> requests(List<New> series) {
    List<Request> requests = new ArrayList<>();
    for (New row : series) {
      List<RequestAttributes> items = row.attributes().requests();
      for (int i = 0; i < Math.min(MAX_REQUESTS, items.size()); i++) {
        requests.add(
            new Request(row.identity().seriesKey(), i + 1, row.organizationKey(), items.get(i)));
      }
    }
    return requests;
  }

  private static void bindRequest(Binding binding, Request request) throws SQLException {
    binding
        .add(request.seriesKey)
        .add(request.item)
        .add(request.organizationKey)
        .add(BoundedText.orNull(request.attributes.studyInstanceUid(), 64))
        .add(BoundedText.orNull(request.attributes.accessionNumber()))
        .add(BoundedText.orNull(request.attributes.requestedProcedureId()))
        .add(BoundedText.orNull(request.attributes.scheduledProcedureStepId()));
  }

  public static void grow(Connection connection, List<Growth> growths) throws SQLException {
    Statements.batch(
        connection,
        GROW,
        growths.stream().sorted(Comparator.comparingLong(Growth::key)).toList(),
        (binding, growth) -> binding.add(growth.instances()).add(growth.bytes()).add(growth.key()));
  }
}
