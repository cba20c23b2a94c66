package io.archway.worklist.order;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DicomParseException;
import io.archway.dicom.dict.Dictionary;
import io.archway.dicom.dict.Tag;
import io.archway.index.order.Order;
import io.archway.index.order.OrderAction;
import io.archway.index.order.OrderException;
import io.archway.index.order.OrderedPatient;
import io.archway.index.study.CodedValue;
import io.archway.index.study.DicomDates;
import io.archway.index.worklist.Origin;
import io.archway.index.worklist.PatientMedical;
import io.archway.index.worklist.RequestedProcedure;
import io.archway.index.worklist.ServiceRequest;
import io.archway.index.worklist.StepWish;
import io.archway.index.worklist.Visit;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The order that a data set of a worklist file is: the attributes of the Modality Worklist
 * Information Model (PS3.4 Table K.6-1), as providers that answer from files keep them.
 */
public final class DataSetOrder {
  private static final List<String> CANCELLED = List.of("CANCELED", "CANCELLED", "DISCONTINUED");

  private final DataSet dataSet;

  private DataSetOrder(DataSet dataSet) {
    this.dataSet = dataSet;
  }

  /**
   * @throws OrderException if it is none
   */
  public static Order of(DataSet dataSet) {
    try {
      return new DataSetOrder(dataSet).read();
    } catch (DicomParseException e) {
      throw new OrderException(e.getMessage());
    }
  }

  private Order read() {
    List<DataSet> items = dataSet.items(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE);
    if (items.isEmpty()) {
      throw OrderException.missing(
          where(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE),
          "one item or more: is this a worklist item?");
    }
    List<StepWish> steps = items.stream().map(DataSetOrder::step).toList();
    boolean cancelled =
        items.stream()
            .map(item -> item.string(Tag.SCHEDULED_PROCEDURE_STEP_STATUS))
            .allMatch(status -> status != null && CANCELLED.contains(status));
    OrderedPatient patient = patient();
    ServiceRequest request = request();
    RequestedProcedure procedure = procedure();
    Order order =
        new Order(
            cancelled ? OrderAction.CANCEL : OrderAction.NEW,
            Origin.FILE,
            "",
            null,
            patient,
            medical(),
            request,
            procedure,
            visit(),
            steps,
            null);
    return identified(order);
  }

  /** By accession number, procedure and steps; a file that names none of them is what it says. */
  private static Order identified(Order order) {
    String steps =
        order.steps().stream()
            .map(StepWish::id)
            .filter(Objects::nonNull)
            .sorted()
            .collect(Collectors.joining(","));
    ServiceRequest request = order.request();
    String number =
        Stream.of(
                prefixed("a", request.accessionNumber()),
                prefixed("p", request.placerOrderNumber()),
                prefixed("f", request.fillerOrderNumber()),
                prefixed("u", order.procedure().studyInstanceUid()))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse("");
    String procedure = order.procedure().id() == null ? "" : order.procedure().id();
    String issuer = request.issuerOfAccessionNumber();
    String id =
        (number + procedure + steps).isEmpty()
            ? order.digest()
            : String.join(
                String.valueOf(Order.DIVIDER),
                number,
                issuer == null ? "" : issuer,
                procedure,
                steps);
    return new Order(
        order.action(),
        order.origin(),
        Order.bounded(id),
        null,
        order.patient(),
        order.medical(),
        request,
        order.procedure(),
        order.visit(),
        order.steps(),
        null);
  }

  private static String prefixed(String kind, String number) {
    return number == null ? null : kind + ":" + number;
  }

  private OrderedPatient patient() {
    String id =
        Said.requiredId(
            where(Tag.PATIENT_ID), dataSet.string(Tag.PATIENT_ID), Said.LO, "a patient identifier");
    String name = text(dataSet, Tag.PATIENT_NAME);
    if (name == null) {
      throw OrderException.missing(where(Tag.PATIENT_NAME), "a patient name");
    }
    return new OrderedPatient(
        id,
        id(dataSet, Tag.ISSUER_OF_PATIENT_ID, Said.LO),
        name,
        date(dataSet, Tag.PATIENT_BIRTH_DATE),
        id(dataSet, Tag.PATIENT_SEX, Said.SH));
  }

  private PatientMedical medical() {
    return new PatientMedical(
        weight(),
        values(Tag.ALLERGIES),
        values(Tag.MEDICAL_ALERTS),
        pregnancy(),
        text(dataSet, Tag.SPECIAL_NEEDS),
        text(dataSet, Tag.PATIENT_STATE),
        text(dataSet, Tag.CONFIDENTIALITY_CONSTRAINT_ON_PATIENT_DATA_DESCRIPTION));
  }

  private BigDecimal weight() {
    Double weight = dataSet.decimal(Tag.PATIENT_WEIGHT);
    return weight == null ? null : Weights.kilograms(where(Tag.PATIENT_WEIGHT), weight);
  }

  private Integer pregnancy() {
    Integer status = dataSet.integer(Tag.PREGNANCY_STATUS);
    if (status != null && (status < 1 || status > 4)) {
      throw new OrderException(where(Tag.PREGNANCY_STATUS) + ": " + status + " (expected: 1 to 4)");
    }
    return status;
  }

  private String values(int tag) {
    String joined =
        dataSet.strings(tag).stream()
            .map(Said::textOrNull)
            .filter(Objects::nonNull)
            .collect(Collectors.joining("\\"));
    return joined.isEmpty() ? null : joined;
  }

  private ServiceRequest request() {
    DataSet issuer = dataSet.item(Tag.ISSUER_OF_ACCESSION_NUMBER_SEQUENCE);
    return new ServiceRequest(
        id(dataSet, Tag.ACCESSION_NUMBER, Said.SH),
        issuer == null ? null : id(issuer, Tag.LOCAL_NAMESPACE_ENTITY_ID, Said.LO),
        id(dataSet, Tag.PLACER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST, Said.LO),
        id(dataSet, Tag.FILLER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST, Said.LO),
        text(dataSet, Tag.REQUESTING_PHYSICIAN),
        text(dataSet, Tag.REQUESTING_SERVICE),
        text(dataSet, Tag.REFERRING_PHYSICIAN_NAME));
  }

  private RequestedProcedure procedure() {
    List<CodedValue> codes = codes(dataSet, Tag.REQUESTED_PROCEDURE_CODE_SEQUENCE);
    return new RequestedProcedure(
        Said.uid(where(Tag.STUDY_INSTANCE_UID), dataSet.string(Tag.STUDY_INSTANCE_UID)),
        id(dataSet, Tag.REQUESTED_PROCEDURE_ID, Said.SH),
        text(dataSet, Tag.REQUESTED_PROCEDURE_DESCRIPTION),
        codes.isEmpty() ? null : codes.get(0),
        id(dataSet, Tag.REQUESTED_PROCEDURE_PRIORITY, Said.SH),
        text(dataSet, Tag.REASON_FOR_THE_REQUESTED_PROCEDURE),
        Said.lines(dataSet.string(Tag.REQUESTED_PROCEDURE_COMMENTS)));
  }

  private Visit visit() {
    return new Visit(
        id(dataSet, Tag.ADMISSION_ID, Said.LO),
        text(dataSet, Tag.CURRENT_PATIENT_LOCATION),
        text(dataSet, Tag.PATIENT_TRANSPORT_ARRANGEMENTS));
  }

  private static StepWish step(DataSet item) {
    List<String> stations =
        item.strings(Tag.SCHEDULED_STATION_AE_TITLE).stream()
            .map(title -> Said.id(where(Tag.SCHEDULED_STATION_AE_TITLE), title, Said.SH))
            .filter(title -> !title.isEmpty())
            .toList();
    List<CodedValue> codes = codes(item, Tag.SCHEDULED_PROTOCOL_CODE_SEQUENCE);
    return new StepWish(
        id(item, Tag.SCHEDULED_PROCEDURE_STEP_ID, Said.SH),
        date(item, Tag.SCHEDULED_PROCEDURE_STEP_START_DATE),
        time(item),
        Said.modality(where(Tag.MODALITY), item.string(Tag.MODALITY)),
        stations.isEmpty() ? null : stations,
        id(item, Tag.SCHEDULED_STATION_NAME, Said.SH),
        id(item, Tag.SCHEDULED_PROCEDURE_STEP_LOCATION, Said.SH),
        text(item, Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION),
        text(item, Tag.SCHEDULED_PERFORMING_PHYSICIAN_NAME),
        text(item, Tag.PRE_MEDICATION),
        text(item, Tag.REQUESTED_CONTRAST_AGENT),
        codes.isEmpty() ? null : codes);
  }

  private static List<CodedValue> codes(DataSet from, int tag) {
    List<CodedValue> codes = new ArrayList<>();
    for (DataSet item : from.items(tag)) {
      String value = id(item, Tag.CODE_VALUE, Said.LO);
      if (value != null) {
        codes.add(
            new CodedValue(
                value,
                id(item, Tag.CODING_SCHEME_DESIGNATOR, Said.SH),
                text(item, Tag.CODE_MEANING)));
      }
    }
    return codes;
  }

  private static LocalDate date(DataSet from, int tag) {
    String text = from.string(tag);
    LocalDate date = DicomDates.date(text);
    if (text != null && date == null) {
      throw new OrderException(where(tag) + ": expected a date as YYYYMMDD");
    }
    return date;
  }

  private static LocalTime time(DataSet item) {
    int tag = Tag.SCHEDULED_PROCEDURE_STEP_START_TIME;
    String text = item.string(tag);
    LocalTime time = DicomDates.time(text);
    if (text != null && time == null) {
      throw new OrderException(where(tag) + ": expected a time as HHMMSS");
    }
    return time;
  }

  private static String id(DataSet from, int tag, int most) {
    return Said.idOrNull(where(tag), from.string(tag), most);
  }

  private static String text(DataSet from, int tag) {
    return Said.textOrNull(from.string(tag));
  }

  private static String where(int tag) {
    return Tag.toString(tag) + " " + Dictionary.keyword(tag);
  }
}
