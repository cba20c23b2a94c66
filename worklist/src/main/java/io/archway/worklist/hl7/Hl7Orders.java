package io.archway.worklist.hl7;

import io.archway.index.order.Order;
import io.archway.index.order.OrderAction;
import io.archway.index.order.OrderException;
import io.archway.index.order.OrderedPatient;
import io.archway.index.study.CodedValue;
import io.archway.index.worklist.Origin;
import io.archway.index.worklist.PatientMedical;
import io.archway.index.worklist.RequestedProcedure;
import io.archway.index.worklist.ServiceRequest;
import io.archway.index.worklist.StepWish;
import io.archway.index.worklist.Visit;
import io.archway.worklist.order.Said;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The orders of one message: ORM^O01 as IHE Radiology uses it (RAD-2 to RAD-4), OMG^O19 and OMI^O23
 * with IPC. Groups that name the same order and procedure are one order of several steps.
 */
final class Hl7Orders {
  private static final List<String> TYPES = List.of("ORM^O01", "OMI^O23", "OMG^O19");
  private static final Map<String, String> PRIORITIES =
      Map.of("S", "STAT", "A", "HIGH", "P", "HIGH", "C", "HIGH", "T", "MEDIUM", "R", "ROUTINE");
  private static final List<String> CANCELLED_STATES = List.of("CA", "DC");
  private static final int MAX_ORDERS = 100;

  /** What HL7 table 0119 says of orders; codes that answer or inform order nothing. */
  private static final Map<String, Optional<OrderAction>> CONTROLS =
      Map.ofEntries(
          Map.entry("NW", Optional.of(OrderAction.NEW)),
          Map.entry("RO", Optional.of(OrderAction.NEW)),
          Map.entry("XO", Optional.of(OrderAction.CHANGE)),
          Map.entry("XX", Optional.of(OrderAction.CHANGE)),
          Map.entry("RP", Optional.of(OrderAction.CHANGE)),
          Map.entry("SN", Optional.of(OrderAction.NEW)),
          Map.entry("CA", Optional.of(OrderAction.CANCEL)),
          Map.entry("DC", Optional.of(OrderAction.CANCEL)),
          Map.entry("OC", Optional.of(OrderAction.CANCEL)),
          Map.entry("OD", Optional.of(OrderAction.CANCEL)),
          Map.entry("SC", Optional.empty()),
          Map.entry("SR", Optional.empty()),
          Map.entry("SS", Optional.empty()),
          Map.entry("OK", Optional.empty()),
          Map.entry("NA", Optional.empty()),
          Map.entry("CR", Optional.empty()),
          Map.entry("DR", Optional.empty()),
          Map.entry("XR", Optional.empty()),
          Map.entry("UA", Optional.empty()),
          Map.entry("UC", Optional.empty()),
          Map.entry("UD", Optional.empty()),
          Map.entry("UX", Optional.empty()),
          Map.entry("RE", Optional.empty()));

  private final Hl7Message message;
  private final ZoneId zone;
  private final Hl7Patients patients;
  private final ZoneOffset messageZone;
  private final Instant saidAt;

  private Hl7Orders(Hl7Message message, ZoneId zone) {
    this.message = message;
    this.zone = zone;
    this.patients = new Hl7Patients(message);
    String text = message.header().value(7);
    Hl7Time said = text == null || text.isEmpty() ? null : Hl7Time.parse("MSH-7", text);
    this.messageZone = said == null ? null : said.zone();
    this.saidAt = said == null ? null : said.instant(zone);
  }

  /**
   * None where the message only informs.
   *
   * @param zone of times without one
   * @throws OrderException if it is none of these messages, or one of its orders cannot be taken
   */
  static List<Order> of(Hl7Message message, ZoneId zone) {
    checkType(message.header());
    return new Hl7Orders(message, zone).orders();
  }

  private static void checkType(Hl7Segment header) {
    String code = Objects.requireNonNullElse(header.value(9), "");
    String trigger = Objects.requireNonNullElse(header.value(9, 2), "");
    if (!TYPES.contains(code + "^" + trigger)) {
      String given = code.matches("[A-Z]{3}") ? code : "another message";
      throw new OrderException("MSH-9: " + given + " (expected: " + String.join(", ", TYPES) + ")");
    }
  }

  private List<Order> orders() {
    List<OrderGroup> groups = OrderGroup.of(message);
    if (groups.isEmpty()) {
      throw OrderException.missing("ORC", "an order");
    }
    if (groups.size() > MAX_ORDERS) {
      throw new OrderException(groups.size() + " orders (expected: <= " + MAX_ORDERS + ")");
    }
    List<Order> orders = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      boolean replaced =
          "RP".equals(control(groups.get(i)))
              && i + 1 < groups.size()
              && "RO".equals(control(groups.get(i + 1)));
      Optional<OrderAction> action =
          replaced ? Optional.of(OrderAction.CANCEL) : action(groups.get(i));
      if (action.isPresent()) {
        orders.add(order(groups.get(i), action.get()));
      }
    }
    return joined(orders);
  }

  private static String control(OrderGroup group) {
    String code = group.value("ORC", 1);
    return code == null ? "" : code.toUpperCase(Locale.ROOT);
  }

  private static Optional<OrderAction> action(OrderGroup group) {
    String code = control(group);
    if (group.first("ORC").isEmpty()) {
      return Optional.of(OrderAction.NEW);
    }
    if (code.isEmpty()) {
      throw OrderException.missing("ORC-1", "an order control code such as NW");
    }
    if (code.equals("SC") && CANCELLED_STATES.contains(group.value("ORC", 5))) {
      return Optional.of(OrderAction.CANCEL);
    }
    Optional<OrderAction> action = CONTROLS.get(code);
    if (action == null) {
      throw new OrderException("ORC-1: not supported (expected: NW, XO, RP, RO, CA, DC, OC or SC)");
    }
    return action;
  }

  private Order order(OrderGroup group, OrderAction action) {
    ServiceRequest request = request(group);
    RequestedProcedure procedure = procedure(group);
    boolean cancels = action == OrderAction.CANCEL;
    OrderedPatient patient = cancels ? null : patients.patient();
    return new Order(
        action,
        Origin.HL7,
        orderId(group, request),
        procedureId(request, procedure),
        patient,
        cancels ? PatientMedical.UNKNOWN : patients.medical(group),
        request,
        procedure,
        visit(group),
        cancels ? List.of() : new Hl7Steps(group, zone, messageZone).steps(),
        saidAt);
  }

  /** The placer's number; else the filler's, else the accession number. */
  private static String orderId(OrderGroup group, ServiceRequest request) {
    String namespace =
        Stream.of(group.value("ORC", 2, 2), group.value("OBR", 2, 2))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse("");
    String id =
        request.placerOrderNumber() != null
            ? "p:" + request.placerOrderNumber() + "^" + Said.text(namespace)
            : request.fillerOrderNumber() != null
                ? "f:" + request.fillerOrderNumber()
                : request.accessionNumber() != null ? "a:" + request.accessionNumber() : null;
    if (id == null) {
      throw OrderException.missing(
          "ORC-2", "a placer order number (or a filler order number in ORC-3, or OBR-18)");
    }
    return Order.bounded(id);
  }

  private static String procedureId(ServiceRequest request, RequestedProcedure procedure) {
    return procedure.id() != null
        ? "r:" + procedure.id()
        : request.accessionNumber() != null ? "a:" + request.accessionNumber() : null;
  }

  private ServiceRequest request(OrderGroup group) {
    String accession = firstId(Said.SH, group, new String[] {"IPC", "OBR"}, new int[] {1, 18});
    String issuer =
        group.value("IPC", 1) == null
            ? null
            : Said.idOrNull("IPC-1.2", group.value("IPC", 1, 2), Said.LO);
    return new ServiceRequest(
        accession,
        issuer,
        firstId(Said.LO, group, new String[] {"ORC", "OBR"}, new int[] {2, 2}),
        firstId(Said.LO, group, new String[] {"ORC", "OBR"}, new int[] {3, 3}),
        person(group, new String[] {"OBR", "ORC"}, new int[] {16, 12}),
        Said.text(Hl7Patients.text(group.first("ORC"), 17)),
        message.first("PV1").map(pv1 -> Hl7Names.ofPerson(pv1, 8)).orElse(null));
  }

  private static String firstId(int most, OrderGroup group, String[] segments, int[] fields) {
    for (int i = 0; i < segments.length; i++) {
      String id =
          Said.idOrNull(segments[i] + "-" + fields[i], group.value(segments[i], fields[i]), most);
      if (id != null) {
        return id;
      }
    }
    return null;
  }

  private static String person(OrderGroup group, String[] segments, int[] fields) {
    for (int i = 0; i < segments.length; i++) {
      int field = fields[i];
      String name =
          group.first(segments[i]).map(segment -> Hl7Names.ofPerson(segment, field)).orElse(null);
      if (name != null) {
        return name;
      }
    }
    return null;
  }

  private RequestedProcedure procedure(OrderGroup group) {
    Optional<Hl7Segment> obr = group.first("OBR");
    CodedValue code = obr.map(segment -> code(segment, 44, 1)).orElse(null);
    if (code == null) {
      code = obr.map(segment -> code(segment, 4, 1)).orElse(null);
    }
    String reason = Hl7Patients.text(obr, 31);
    return new RequestedProcedure(
        studyInstanceUid(group),
        firstId(Said.SH, group, new String[] {"IPC", "OBR"}, new int[] {2, 19}),
        code == null ? null : code.meaning(),
        code == null || code.value() == null || code.scheme() == null ? null : code,
        priority(group),
        Said.text(reason),
        comments(group));
  }

  private String studyInstanceUid(OrderGroup group) {
    String uid = Said.uid("IPC-3", group.value("IPC", 3));
    if (uid == null) {
      uid = Said.uid("ZDS-1", group.value("ZDS", 1));
    }
    return uid == null && zdsOfAll() ? Said.uid("ZDS-1", message.first("ZDS").get().value(1)) : uid;
  }

  /** One for the whole message, after its last order. */
  private boolean zdsOfAll() {
    return message.segments().stream().filter(one -> one.name().equals("ZDS")).count() == 1;
  }

  /** A coded element from this component on; null where there is neither code nor text. */
  static CodedValue code(Hl7Segment segment, int field, int component) {
    String where = segment.where(field);
    String value = Said.idOrNull(where, segment.value(field, component), Said.LO);
    String meaning = Said.textOrNull(segment.value(field, component + 1));
    String scheme = Said.idOrNull(where, segment.value(field, component + 2), Said.LO);
    return value == null && meaning == null ? null : new CodedValue(value, scheme, meaning);
  }

  private static String priority(OrderGroup group) {
    String code =
        Stream.of(
                group.value("TQ1", 9),
                group.value("OBR", 27, 6),
                group.value("ORC", 7, 6),
                group.value("OBR", 5))
            .filter(value -> value != null && !value.isEmpty())
            .findFirst()
            .orElse(null);
    return code == null ? null : PRIORITIES.get(code.substring(0, 1).toUpperCase(Locale.ROOT));
  }

  private static String comments(OrderGroup group) {
    String comments =
        group.all("NTE").stream()
            .map(note -> Said.lines(note.value(3)))
            .filter(text -> text != null && !text.isEmpty())
            .collect(Collectors.joining("\r\n"));
    return comments.isEmpty() ? null : comments;
  }

  private Visit visit(OrderGroup group) {
    Optional<Hl7Segment> pv1 = message.first("PV1");
    String admission = pv1.map(segment -> segment.value(19)).orElse(null);
    if (admission == null) {
      admission = message.first("PID").map(pid -> pid.value(18)).orElse(null);
    }
    String location =
        pv1.map(
                segment ->
                    Stream.of(1, 2, 3)
                        .map(part -> segment.value(3, part))
                        .filter(part -> part != null && !part.isEmpty())
                        .collect(Collectors.joining(" ")))
            .orElse("");
    return new Visit(
        Said.id("PV1-19", admission, Said.LO),
        location.isEmpty() ? null : Said.text(location),
        Said.text(group.value("OBR", 30)));
  }

  /** Those of the same order, procedure and study as one, with the steps of all. */
  private static List<Order> joined(List<Order> orders) {
    Map<List<Object>, List<Order>> same = new LinkedHashMap<>();
    for (Order order : orders) {
      List<Object> name = new ArrayList<>();
      name.add(order.action());
      name.add(order.orderId());
      name.add(order.procedureId());
      name.add(order.request().accessionNumber());
      same.computeIfAbsent(name, key -> new ArrayList<>()).add(order);
    }
    List<Order> joined = new ArrayList<>();
    same.values()
        .forEach(
            group -> {
              List<StepWish> steps = new ArrayList<>();
              group.forEach(order -> steps.addAll(order.steps()));
              joined.add(group.get(0).withSteps(Hl7Steps.joined(steps)));
            });
    return joined;
  }
}
