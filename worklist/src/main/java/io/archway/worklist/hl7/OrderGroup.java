package io.archway.worklist.hl7;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The segments of one order of a message: ORC, OBR and what follows them up to the next order. A
 * second OBR is another order under the same ORC.
 */
record OrderGroup(List<Hl7Segment> segments) {

  static List<OrderGroup> of(Hl7Message message) {
    List<OrderGroup> groups = new ArrayList<>();
    List<Hl7Segment> current = null;
    for (Hl7Segment segment : message.segments()) {
      boolean common = segment.name().equals("ORC");
      boolean detail = segment.name().equals("OBR");
      if (common || detail && (current == null || has(current, "OBR"))) {
        List<Hl7Segment> begun = new ArrayList<>();
        if (detail && current != null) {
          current.stream().filter(one -> one.name().equals("ORC")).forEach(begun::add);
        }
        current = begun;
        groups.add(new OrderGroup(current));
      }
      if (current != null) {
        current.add(segment);
      }
    }
    return groups;
  }

  private static boolean has(List<Hl7Segment> segments, String name) {
    return segments.stream().anyMatch(segment -> segment.name().equals(name));
  }

  Optional<Hl7Segment> first(String name) {
    return segments.stream().filter(segment -> segment.name().equals(name)).findFirst();
  }

  List<Hl7Segment> all(String name) {
    return segments.stream().filter(segment -> segment.name().equals(name)).toList();
  }

  /** The first component of a field; null where segment or value are missing. */
  String value(String name, int field) {
    return value(name, field, 1);
  }

  String value(String name, int field, int component) {
    return first(name).map(segment -> segment.value(field, component)).orElse(null);
  }
}
