package io.archway.index.worklist;

import io.archway.index.database.Binding;
import io.archway.index.database.BoundedText;
import io.archway.index.database.Reading;
import io.archway.index.database.Statements;
import io.archway.index.offer.OfferedSteps;
import io.archway.index.patient.NameKind;
import io.archway.index.patient.NameRows;
import io.archway.index.study.CodedValue;
import io.archway.index.worklist.WorklistColumns.CountedStep;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** SQL of scheduled procedure steps, their stations, protocol codes and names. */
final class StepRows {
  private record Station(ScheduledStep step, String aeTitle) {}

  private record Code(ScheduledStep step, int number, CodedValue code) {}

  private record CodeRow(long stepKey, CodedValue code) {}

  private static final String INSERT =
      """
      INSERT INTO scheduled_procedure_step (step_key, organization_key, worklist_item_key,
        item_number, scheduled_procedure_step_id, status, is_open, start_date, start_time, modality,
        station_ae_titles, station_name, location, description, performing_physician_name,
        pre_medication, requested_contrast_agent, protocol_code_count, performed_step_uid,
        started_at, ended_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String INSERT_STATION =
      """
      INSERT INTO step_station (step_key, ae_title, organization_key, is_open, start_date, start_time)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;
  private static final String INSERT_CODE =
      """
      INSERT INTO step_protocol_code (step_key, item_number, organization_key, code_value,
        coding_scheme, code_meaning)
      VALUES (?, ?, ?, ?, ?, ?)
      """;
  private static final String OF_ITEMS =
      "SELECT "
          + WorklistColumns.STEP
          + """
             FROM scheduled_procedure_step s
            WHERE s.worklist_item_key IN %s ORDER BY s.worklist_item_key, s.item_number
            """;
  private static final String CODES =
      """
      SELECT step_key, code_value, coding_scheme, code_meaning FROM step_protocol_code
      WHERE step_key IN %s ORDER BY step_key, item_number
      """;
  private static final String DELETE_STATIONS = "DELETE FROM step_station WHERE step_key = ?";
  private static final String DELETE_CODES = "DELETE FROM step_protocol_code WHERE step_key = ?";
  private static final String DELETE_NAMES =
      "DELETE FROM person_name WHERE owner_key = ? AND kind = 'PERFORMING'";
  private static final String DELETE = "DELETE FROM scheduled_procedure_step WHERE step_key = ?";
  private static final String OPEN =
      """
      UPDATE scheduled_procedure_step SET is_open = status IN ('SCHEDULED', 'STARTED')
        AND EXISTS (SELECT 1 FROM worklist_item w
          WHERE w.worklist_item_key = scheduled_procedure_step.worklist_item_key
            AND w.scan_status <> 'ready' AND w.status <> 'complete'
            AND w.cancelled_at IS NULL AND w.deleted_at IS NULL)
      WHERE worklist_item_key = ?
      """;
  private static final String OPEN_STATIONS =
      """
      UPDATE step_station SET
        is_open = (SELECT s.is_open FROM scheduled_procedure_step s
          WHERE s.step_key = step_station.step_key)
      WHERE step_key IN (SELECT s.step_key FROM scheduled_procedure_step s
        WHERE s.worklist_item_key = ?)
      """;

  private StepRows() {}

  static void insert(Connection connection, List<ScheduledStep> steps) throws SQLException {
    Statements.batch(connection, INSERT, steps, StepRows::bind);
    Statements.batch(
        connection,
        INSERT_STATION,
        stations(steps),
        (binding, station) ->
            binding
                .add(station.step.stepKey())
                .add(station.aeTitle)
                .add(station.step.organizationKey())
                .add(station.step.open())
                .add(station.step.startDate())
                .add(station.step.startTime()));
    Statements.batch(
        connection,
        INSERT_CODE,
        codes(steps),
        (binding, row) ->
            binding
                .add(row.step.stepKey())
                .add(row.number)
                .add(row.step.organizationKey())
                .add(BoundedText.of(row.code.value()))
                .add(BoundedText.orNull(row.code.scheme(), 64))
                .add(BoundedText.orNull(row.code.meaning())));
    NameRows.insert(
        connection,
        steps.stream()
            .map(
                step ->
                    new NameRows.Name(
                        step.organizationKey(),
                        NameKind.PERFORMING,
                        step.stepKey(),
                        step.performingPhysicianName()))
            .toList());
  }

  private static void bind(Binding binding, ScheduledStep step) throws SQLException {
    binding
        .add(step.stepKey())
        .add(step.organizationKey())
        .add(step.worklistItemKey())
        .add(step.itemNumber())
        .add(step.id())
        .add(step.status().word())
        .add(step.open())
        .add(step.startDate())
        .add(step.startTime())
        .add(BoundedText.of(step.modality(), 64))
        .add(String.join("\\", step.stationAeTitles()))
        .add(BoundedText.orNull(step.stationName()))
        .add(BoundedText.orNull(step.location()))
        .add(BoundedText.orNull(step.description()))
        .add(BoundedText.orNull(step.performingPhysicianName(), 1_024))
        .add(BoundedText.orNull(step.preMedication()))
        .add(BoundedText.orNull(step.requestedContrastAgent()))
        .add(step.protocolCodes().size())
        .add(step.performedStepUid())
        .add(step.startedAt())
        .add(step.endedAt());
  }

  private static List<Station> stations(List<ScheduledStep> steps) {
    List<Station> stations = new ArrayList<>();
    for (ScheduledStep step : steps) {
      if (step.stationAeTitles().isEmpty()) {
        stations.add(new Station(step, ""));
      }
      step.stationAeTitles().forEach(aeTitle -> stations.add(new Station(step, aeTitle)));
    }
    return stations;
  }

  private static List<Code> codes(List<ScheduledStep> steps) {
    List<Code> codes = new ArrayList<>();
    for (ScheduledStep step : steps) {
      for (int i = 0; i < step.protocolCodes().size(); i++) {
        codes.add(new Code(step, i, step.protocolCodes().get(i)));
      }
    }
    return codes;
  }

  /** In the order of items and their steps. */
  static List<ScheduledStep> ofItems(Connection connection, List<Long> itemKeys)
      throws SQLException {
    return withCodes(
        connection,
        Statements.queryIn(
            connection,
            OF_ITEMS,
            itemKeys,
            Binding::addAll,
            row -> WorklistColumns.step(new Reading(row))));
  }

  /** The steps with their protocol codes, which are asked for only where there are some. */
  static List<ScheduledStep> withCodes(Connection connection, List<CountedStep> steps)
      throws SQLException {
    List<Long> coded =
        steps.stream()
            .filter(counted -> counted.protocolCodes() > 0)
            .map(counted -> counted.step().stepKey())
            .toList();
    Map<Long, List<CodedValue>> codes = new HashMap<>();
    for (CodeRow row :
        Statements.queryIn(connection, CODES, coded, Binding::addAll, StepRows::codeRow)) {
      codes.computeIfAbsent(row.stepKey, key -> new ArrayList<>()).add(row.code);
    }
    return steps.stream()
        .map(counted -> withCodes(counted.step(), codes.get(counted.step().stepKey())))
        .toList();
  }

  private static CodeRow codeRow(ResultSet row) throws SQLException {
    return new CodeRow(
        row.getLong(1), new CodedValue(row.getString(2), row.getString(3), row.getString(4)));
  }

  private static ScheduledStep withCodes(ScheduledStep step, List<CodedValue> codes) {
    return codes == null ? step : step.withProtocolCodes(codes);
  }

  static void delete(Connection connection, List<Long> stepKeys) throws SQLException {
    for (String sql : List.of(DELETE_STATIONS, DELETE_CODES, DELETE_NAMES, DELETE)) {
      Statements.batch(connection, sql, stepKeys, (binding, key) -> binding.add((long) key));
    }
  }

  /** Sets is_open of an item's steps, and what is offered, from what is in the rows by now. */
  static void refreshOpen(Connection connection, long itemKey) throws SQLException {
    Statements.update(connection, OPEN, binding -> binding.add(itemKey));
    Statements.update(connection, OPEN_STATIONS, binding -> binding.add(itemKey));
    OfferedSteps.refreshItem(connection, itemKey);
  }
}
