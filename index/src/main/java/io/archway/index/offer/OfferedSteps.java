package io.archway.index.offer;

import io.archway.index.database.Binding;
import io.archway.index.database.Dialect;
import io.archway.index.database.PackedRow;
import io.archway.index.database.Statements;
import io.archway.index.database.Times;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The steps that modalities are offered, each with all that they are told of it in one row: so an
 * answer is one page, however many tables it comes from. Whoever changes a step, its item or its
 * patient refreshes it here in the same transaction, last of all. The row of the patient is held
 * meanwhile: of two that change an offer, the second sees what the first has done.
 */
public final class OfferedSteps {
  /**
   * What is told, in the order in which it is packed; then the number of protocol codes and these,
   * then what only the row itself holds beside.
   */
  private static final String TOLD =
      """
      s.step_key, s.organization_key, s.worklist_item_key, s.item_number,
      s.scheduled_procedure_step_id, s.status, s.is_open, s.start_date, s.start_time, s.modality,
      s.station_ae_titles, s.station_name, s.location, s.description,
      s.performing_physician_name, s.pre_medication, s.requested_contrast_agent,
      s.performed_step_uid, s.started_at, s.ended_at, s.protocol_code_count,
      w.study_instance_uid, w.requested_procedure_id, w.requested_procedure_description,
      w.requested_procedure_code, w.requested_procedure_scheme, w.requested_procedure_meaning,
      w.requested_procedure_priority, w.reason_for_requested_procedure,
      w.requested_procedure_comments, w.accession_number, w.issuer_of_accession_number,
      w.placer_order_number, w.filler_order_number, w.requesting_physician_name,
      w.requesting_service, w.referring_physician_name, w.admission_id,
      w.current_patient_location, w.patient_transport_arrangements,
      p.patient_key, p.patient_id, p.issuer_of_patient_id, p.name, p.birth_date, p.sex,
      p.other_patient_ids, p.weight, p.allergies, p.medical_alerts, p.pregnancy_status,
      p.special_needs, p.patient_state, p.confidentiality_constraint
      """;

  private static final int TOLD_COLUMNS = TOLD.split(",").length;

  private static final String FRESH =
      "SELECT "
          + TOLD
          + """
          , w.office_key, w.expires_at FROM scheduled_procedure_step s
          LEFT JOIN worklist_item w ON w.worklist_item_key = s.worklist_item_key
          LEFT JOIN patient p ON p.patient_key = w.patient_key
          WHERE s.is_open = TRUE AND\s""";
  private static final String OF_ITEM = FRESH + "s.worklist_item_key = ?";
  private static final String OF_PATIENTS =
      FRESH
          + """
          s.worklist_item_key IN (SELECT i.worklist_item_key FROM worklist_item i
            WHERE i.patient_key = ?)
          """;
  private static final String AFTER =
      FRESH + "s.step_key > ? ORDER BY s.step_key FETCH FIRST 500 ROWS ONLY";
  private static final String CODES =
      """
      SELECT step_key, code_value, coding_scheme, code_meaning FROM step_protocol_code
      WHERE step_key IN %s ORDER BY step_key, item_number
      """;
  private static final String THERE_OF_ITEM =
      "SELECT step_key, answer FROM offered_step WHERE worklist_item_key = ?";
  private static final String THERE_OF_PATIENT =
      "SELECT step_key, answer FROM offered_step WHERE patient_key = ?";
  private static final String PATIENT_OF_ITEM =
      "SELECT patient_key FROM worklist_item WHERE worklist_item_key = ?";
  private static final String HOLD =
      "SELECT patient_key FROM patient WHERE patient_key IN %s ORDER BY patient_key ";
  private static final String DELETE = "DELETE FROM offered_step WHERE step_key = ?";
  private static final String INSERT =
      """
      INSERT INTO offered_step (step_key, organization_key, worklist_item_key, patient_key,
        office_key, status, start_date, start_time, modality, expires_at, answer)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private record There(long stepKey, byte[] answer) {}

  private record Row(
      long stepKey,
      long organizationKey,
      long worklistItemKey,
      long patientKey,
      long officeKey,
      String status,
      LocalDate startDate,
      LocalTime startTime,
      String modality,
      Instant expiresAt,
      byte[] answer) {
    Row with(byte[] packed) {
      return new Row(
          stepKey,
          organizationKey,
          worklistItemKey,
          patientKey,
          officeKey,
          status,
          startDate,
          startTime,
          modality,
          expiresAt,
          packed);
    }
  }

  /** A row in the making. */
  private record Told(Row row, PackedRow.Writer packed) {}

  private record Code(long stepKey, String value, String scheme, String meaning) {}

  private OfferedSteps() {}

  /** After a change of an item or of its steps. */
  public static void refreshItem(Connection connection, long itemKey) throws SQLException {
    List<Row> offers = read(connection, OF_ITEM, itemKey);
    if (offers.isEmpty() && there(connection, THERE_OF_ITEM, itemKey).isEmpty()) {
      return; // as for most arrivals: nobody waits for a lock
    }
    holdPatientOf(connection, itemKey);
    replace(
        connection, there(connection, THERE_OF_ITEM, itemKey), read(connection, OF_ITEM, itemKey));
  }

  /** Where the item is given to somebody else meanwhile, that patient is held too. */
  private static void holdPatientOf(Connection connection, long itemKey) throws SQLException {
    List<Long> held = List.of();
    List<Long> patient = patientOf(connection, itemKey);
    while (!patient.equals(held)) {
      hold(connection, patient);
      held = patient;
      patient = patientOf(connection, itemKey);
    }
  }

  private static List<Long> patientOf(Connection connection, long itemKey) throws SQLException {
    return Statements.query(
        connection, PATIENT_OF_ITEM, binding -> binding.add(itemKey), row -> row.getLong(1));
  }

  private static void hold(Connection connection, List<Long> patients) throws SQLException {
    String held = HOLD + Dialect.of(connection).hold();
    Statements.queryIn(connection, held, patients, Binding::addAll, row -> row.getLong(1));
  }

  /** After a change of patients, or of which items are theirs. */
  public static void refreshPatients(Connection connection, List<Long> patientKeys)
      throws SQLException {
    List<There> there = new ArrayList<>();
    List<Row> offers = new ArrayList<>();
    List<Long> ordered = patientKeys.stream().distinct().sorted().toList();
    hold(connection, ordered);
    for (long patientKey : ordered) {
      there.addAll(there(connection, THERE_OF_PATIENT, patientKey));
      offers.addAll(read(connection, OF_PATIENTS, patientKey));
    }
    replace(connection, there, offers);
  }

  /** Fills the table while it is empty and nobody writes. */
  public static void fill(Connection connection) throws SQLException {
    List<Row> offers = read(connection, AFTER, 0);
    while (!offers.isEmpty()) {
      insert(connection, offers);
      offers = read(connection, AFTER, offers.get(offers.size() - 1).stepKey);
    }
  }

  private static void replace(Connection connection, List<There> there, List<Row> offers)
      throws SQLException {
    Map<Long, byte[]> before = new HashMap<>();
    there.forEach(row -> before.put(row.stepKey, row.answer));
    List<Row> changed = new ArrayList<>();
    for (Row offer : offers) {
      if (Arrays.equals(before.get(offer.stepKey), offer.answer)) {
        before.remove(offer.stepKey);
      } else {
        changed.add(offer);
      }
    }
    Statements.batch(
        connection,
        DELETE,
        List.copyOf(before.keySet()),
        (binding, key) -> binding.add((long) key));
    insert(connection, changed);
  }

  private static void insert(Connection connection, List<Row> offers) throws SQLException {
    Statements.batch(
        connection,
        INSERT,
        offers,
        (binding, offer) ->
            binding
                .add(offer.stepKey)
                .add(offer.organizationKey)
                .add(offer.worklistItemKey)
                .add(offer.patientKey)
                .add(offer.officeKey)
                .add(offer.status)
                .add(offer.startDate)
                .add(offer.startTime)
                .add(offer.modality)
                .add(offer.expiresAt)
                .add(offer.answer));
  }

  private static List<There> there(Connection connection, String sql, long key)
      throws SQLException {
    return Statements.query(
        connection,
        sql,
        binding -> binding.add(key),
        row -> new There(row.getLong(1), row.getBytes(2)));
  }

  private static List<Row> read(Connection connection, String sql, long key) throws SQLException {
    List<Told> told =
        Statements.query(
            connection,
            sql,
            binding -> binding.add(key),
            row -> new Told(unpacked(row), new PackedRow.Writer().add(row, 1, TOLD_COLUMNS)));
    Map<Long, List<Code>> codes = new HashMap<>();
    List<Long> steps = told.stream().map(step -> step.row.stepKey).toList();
    for (Code code :
        Statements.queryIn(connection, CODES, steps, Binding::addAll, OfferedSteps::code)) {
      codes.computeIfAbsent(code.stepKey, step -> new ArrayList<>()).add(code);
    }
    return told.stream()
        .map(step -> packed(step, codes.getOrDefault(step.row.stepKey, List.of())))
        .toList();
  }

  private static Row unpacked(ResultSet row) throws SQLException {
    return new Row(
        row.getLong("step_key"),
        row.getLong("organization_key"),
        row.getLong("worklist_item_key"),
        row.getLong("patient_key"),
        row.getLong("office_key"),
        row.getString("status"),
        row.getObject("start_date", LocalDate.class),
        row.getObject("start_time", LocalTime.class),
        row.getString("modality"),
        Times.fromColumn(row, TOLD_COLUMNS + 2),
        null);
  }

  private static Code code(ResultSet row) throws SQLException {
    return new Code(row.getLong(1), row.getString(2), row.getString(3), row.getString(4));
  }

  private static Row packed(Told told, List<Code> codes) {
    told.packed.number((long) codes.size());
    codes.forEach(code -> told.packed.text(code.value).text(code.scheme).text(code.meaning));
    told.packed.number(told.row.officeKey);
    told.packed.text(told.row.expiresAt == null ? null : told.row.expiresAt.toString());
    return told.row.with(told.packed.toBytes());
  }
}
