package io.archway.worklist.hl7;

import io.archway.index.study.CodedValue;
import io.archway.index.worklist.StepWish;
import io.archway.worklist.order.Said;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The steps of one order: an IPC each, else the one that OBR describes. */
final class Hl7Steps {
  private final OrderGroup group;
  private final ZoneId zone;
  private final ZoneOffset messageZone;

  /**
   * @param messageZone of times without one, or null
   */
  Hl7Steps(OrderGroup group, ZoneId zone, ZoneOffset messageZone) {
    this.group = group;
    this.zone = zone;
    this.messageZone = messageZone;
  }

  List<StepWish> steps() {
    List<Hl7Segment> ipcs = group.all("IPC");
    if (ipcs.isEmpty()) {
      return group.first("OBR").map(obr -> List.of(ofObr(obr))).orElse(List.of());
    }
    return ipcs.stream().map(this::ofIpc).toList();
  }

  private StepWish ofObr(Hl7Segment obr) {
    CodedValue protocol = coded(Hl7Orders.code(obr, 4, 4));
    Hl7Time start = start();
    return new StepWish(
        Said.idOrNull("OBR-20", obr.value(20), Said.SH),
        start == null ? null : start.date(),
        time(start),
        Said.modality("OBR-24", obr.value(24)),
        null,
        null,
        null,
        description(obr),
        Hl7Names.ofPerson(obr, 34),
        null,
        null,
        protocol == null ? null : List.of(protocol));
  }

  private StepWish ofIpc(Hl7Segment ipc) {
    Hl7Time start = start();
    CodedValue protocol = coded(Hl7Orders.code(ipc, 6, 1));
    String station = Said.idOrNull("IPC-9", ipc.value(9), Said.SH);
    Optional<Hl7Segment> obr = group.first("OBR");
    return new StepWish(
        Said.idOrNull("IPC-4", ipc.value(4), Said.SH),
        start == null ? null : start.date(),
        time(start),
        Said.modality("IPC-5", ipc.value(5)),
        station == null ? null : List.of(station),
        Said.idOrNull("IPC-7", ipc.value(7), Said.SH),
        Said.idOrNull("IPC-8", ipc.value(8), Said.SH),
        Optional.ofNullable(Said.textOrNull(ipc.value(6, 2)))
            .orElse(obr.map(Hl7Steps::description).orElse(null)),
        obr.map(segment -> Hl7Names.ofPerson(segment, 34)).orElse(null),
        null,
        null,
        protocol == null ? null : List.of(protocol));
  }

  private static String description(Hl7Segment obr) {
    return Stream.of(obr.value(4, 5), obr.value(4, 2), obr.value(4))
        .map(Said::textOrNull)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static CodedValue coded(CodedValue code) {
    return code == null || code.value() == null ? null : code;
  }

  /** TQ1-7, else the quantity and timing of OBR or ORC, else OBR-36. */
  private Hl7Time start() {
    record Place(String segment, int field, int component) {}
    for (Place place :
        List.of(
            new Place("TQ1", 7, 1),
            new Place("OBR", 27, 4),
            new Place("ORC", 7, 4),
            new Place("OBR", 36, 1))) {
      String text = group.value(place.segment, place.field, place.component);
      if (text != null && !text.isEmpty()) {
        return Hl7Time.parse(place.segment + "-" + place.field, text).at(zone, messageZone);
      }
    }
    return null;
  }

  private static LocalTime time(Hl7Time start) {
    return start == null || start.date() == null ? null : start.time();
  }

  /** Steps of one id are one, with the protocol codes of all. */
  static List<StepWish> joined(List<StepWish> steps) {
    Map<Object, StepWish> same = new LinkedHashMap<>();
    for (StepWish step : steps) {
      same.merge(
          step.id() == null ? new Object() : step.id(),
          step,
          (one, other) -> one.withProtocolCodes(both(one.protocolCodes(), other.protocolCodes())));
    }
    return List.copyOf(same.values());
  }

  private static List<CodedValue> both(List<CodedValue> one, List<CodedValue> other) {
    List<CodedValue> both = new ArrayList<>(one == null ? List.of() : one);
    if (other != null) {
      other.stream().filter(code -> !both.contains(code)).forEach(both::add);
    }
    return both.isEmpty() ? null : both;
  }
}
