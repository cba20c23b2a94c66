package io.archway.index.worklist;

import static io.archway.index.query.Selectivity.FEW;
import static io.archway.index.query.Selectivity.NONE;
import static io.archway.index.query.Selectivity.UNIQUE;

import io.archway.index.database.Database;
import io.archway.index.database.PackedRow;
import io.archway.index.patient.NameKind;
import io.archway.index.query.AttributePath;
import io.archway.index.query.InformationModel;
import io.archway.index.query.MatchCursor;
import io.archway.index.query.MatchingKey;
import io.archway.index.query.Scope;
import io.archway.index.query.SideTable;
import io.archway.index.query.Table;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;

/**
 * The Modality Worklist Information Model (PS3.4 Table K.6-1): which attribute is matched with
 * which column, and how. One answer a step that is open; a step for any station matches every
 * station. Date and time of the start are always combined (K.4.1.1.3). Thread-safe.
 */
public final class ModalityWorklist {
  private static final int STEPS = 0x00400100;
  private static final int PROTOCOL = 0x00400008;
  private static final int PROCEDURE_CODE = 0x00321064;
  private static final int CODE_VALUE = 0x00080100;
  private static final int CODING_SCHEME = 0x00080102;
  private static final int CODE_MEANING = 0x00080104;
  private static final int STATION_AE_TITLE = 0x00400001;

  private static final Table OFFER = new Table("offered_step", "o", "step_key");
  private static final Table STEP = new Table("scheduled_procedure_step", "s", "step_key");
  private static final Table ITEM = new Table("worklist_item", "w", "worklist_item_key");
  private static final Table PATIENT = new Table("patient", "p", "patient_key");
  private static final SideTable STATION =
      new SideTable(
          "step_station",
          OFFER,
          "step_key",
          Set.of("start_date", "start_time"),
          "start_date",
          "x.is_open = TRUE");
  private static final SideTable CODE = SideTable.of("step_protocol_code", OFFER, "step_key");

  public static final InformationModel<Offer> MODEL =
      InformationModel.of(OFFER, "o.answer", row -> Offer.of(new PackedRow(row.bytes())))
          .join(OFFER, "step_key", STEP)
          .join(OFFER, "worklist_item_key", ITEM)
          .join(OFFER, "patient_key", PATIENT)
          .scanOptional("modality")
          .order("start_date", LocalDate.class)
          .order("start_time", LocalTime.class)
          .order("step_key", Long.class)
          // Scheduled Procedure Step
          .row(STATION, "ae_title", true, "", STEPS, STATION_AE_TITLE)
          .dateAndTime(
              OFFER,
              AttributePath.of(STEPS, 0x00400002),
              "start_date",
              AttributePath.of(STEPS, 0x00400003),
              "start_time",
              true)
          .text(OFFER, "modality", NONE, STEPS, 0x00080060)
          .name(STEP, NameKind.PERFORMING, STEPS, 0x00400006)
          .text(STEP, "description", NONE, STEPS, 0x00400007)
          .text(STEP, "station_name", NONE, STEPS, 0x00400010)
          .text(STEP, "location", NONE, STEPS, 0x00400011)
          .text(STEP, "pre_medication", NONE, STEPS, 0x00400012)
          .text(STEP, "requested_contrast_agent", NONE, STEPS, 0x00321070)
          .text(OFFER, "status", NONE, STEPS, 0x00400020)
          .text(STEP, "scheduled_procedure_step_id", UNIQUE, STEPS, 0x00400009)
          .row(CODE, "code_value", true, null, STEPS, PROTOCOL, CODE_VALUE)
          .row(CODE, "coding_scheme", false, null, STEPS, PROTOCOL, CODING_SCHEME)
          .row(CODE, "code_meaning", false, null, STEPS, PROTOCOL, CODE_MEANING)
          // Requested Procedure
          .uid(ITEM, "study_instance_uid", UNIQUE, 0x0020000D)
          .text(ITEM, "requested_procedure_id", UNIQUE, 0x00401001)
          .text(ITEM, "requested_procedure_description", NONE, 0x00321060)
          .text(ITEM, "requested_procedure_code", NONE, PROCEDURE_CODE, CODE_VALUE)
          .text(ITEM, "requested_procedure_scheme", NONE, PROCEDURE_CODE, CODING_SCHEME)
          .text(ITEM, "requested_procedure_meaning", NONE, PROCEDURE_CODE, CODE_MEANING)
          .text(ITEM, "requested_procedure_priority", NONE, 0x00401003)
          .text(ITEM, "patient_transport_arrangements", NONE, 0x00401004)
          .text(ITEM, "reason_for_requested_procedure", NONE, 0x00401002)
          // Imaging Service Request
          .text(ITEM, "accession_number", UNIQUE, 0x00080050)
          .name(ITEM, NameKind.REQUESTING, 0x00321032)
          .name(ITEM, NameKind.REFERRING, 0x00080090)
          .text(ITEM, "requesting_service", NONE, 0x00321033)
          .text(ITEM, "placer_order_number", NONE, 0x00402016)
          .text(ITEM, "filler_order_number", NONE, 0x00402017)
          // Visit
          .text(ITEM, "admission_id", NONE, 0x00380010)
          .text(ITEM, "current_patient_location", NONE, 0x00380300)
          // Patient
          .name(PATIENT, NameKind.PATIENT, 0x00100010)
          .text(PATIENT, "patient_id", UNIQUE, 0x00100020)
          .text(PATIENT, "issuer_of_patient_id", NONE, 0x00100021)
          .date(PATIENT, "birth_date", FEW, 0x00100030)
          .text(PATIENT, "sex", NONE, 0x00100040)
          .text(PATIENT, "patient_state", NONE, 0x00380500)
          .build();

  private ModalityWorklist() {}

  /** The steps that are offered within a scope and match the keys, by start; at most so many. */
  public static MatchCursor<Offer> find(
      Database database, WorklistScope scope, List<MatchingKey> keys, int most) {
    return MODEL.find(database, offered(scope), keys, most);
  }

  public static long count(
      Database database, WorklistScope scope, List<MatchingKey> keys, long limit) {
    return MODEL.count(database, offered(scope), keys, limit);
  }

  /** What a scope means to the engine. */
  public static Scope offered(WorklistScope from) {
    Scope scope = new Scope(from.organizationKey());
    scope.where(
        OFFER, Set.of("expires_at"), "%sexpires_at IS NULL OR %sexpires_at > ?", from.now());
    if (!from.showsStarted()) {
      scope.equal(OFFER, "status", StepStatus.SCHEDULED.word());
    }
    if (from.startsFrom() != null) {
      LocalDate date = from.startsFrom().toLocalDate();
      scope.where(OFFER, Set.of("start_date"), "%sstart_date >= ?", date);
      scope.where(
          OFFER,
          Set.of("start_date", "start_time"),
          "%sstart_date > ? OR %sstart_time >= ?",
          date,
          from.startsFrom().toLocalTime());
    }
    if (from.officeKey() != null) {
      scope.equal(OFFER, "office_key", from.officeKey());
    }
    if (from.stationAeTitle() != null) {
      scope.key(
          new MatchingKey(
              AttributePath.of(STEPS, STATION_AE_TITLE), List.of(from.stationAeTitle())));
    }
    return scope;
  }
}
