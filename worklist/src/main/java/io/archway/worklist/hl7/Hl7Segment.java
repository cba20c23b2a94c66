package io.archway.worklist.hl7;

import io.archway.index.order.OrderException;
import java.util.List;

/**
 * One segment: fields divided into repetitions, components and subcomponents, all counted from 1. A
 * value is null where there is none, and "" where the sender says that there is none ({@code ""}).
 */
final class Hl7Segment {
  private static final int MAX_FIELDS = 500;
  private static final int MAX_REPETITIONS = 100;
  private static final int MAX_COMPONENTS = 100;
  private static final String NOTHING = "\"\"";

  private final String name;
  private final List<String> fields;
  private final Delimiters delimiters;
  private final Escapes escapes;

  private Hl7Segment(String name, List<String> fields, Escapes escapes) {
    this.name = name;
    this.fields = fields;
    this.delimiters = escapes.delimiters();
    this.escapes = escapes;
  }

  static Hl7Segment parse(String text, Escapes escapes) {
    String name = text.length() < 3 ? text : text.substring(0, 3);
    if (!name.matches("[A-Z][A-Z0-9]{2}")) {
      throw new OrderException("a line that is no segment (expected: three letters, as PID)");
    }
    char field = escapes.delimiters().field();
    if (text.length() > 3 && text.charAt(3) != field) {
      throw new OrderException(name + ": expected the field separator of MSH-1 after its name");
    }
    return new Hl7Segment(name, Delimiters.split(text, field, MAX_FIELDS, name), escapes);
  }

  String name() {
    return name;
  }

  /** How the field is called in messages. */
  String where(int field) {
    return name + "-" + field;
  }

  private String field(int number) {
    int index = name.equals("MSH") ? number - 1 : number;
    return index >= 1 && index < fields.size() ? fields.get(index) : "";
  }

  /**
   * The repetitions of a field that are not empty, as {@link #value(String, int, int)} takes them.
   */
  List<String> repetitions(int field) {
    return Delimiters.split(field(field), delimiters.repetition(), MAX_REPETITIONS, where(field))
        .stream()
        .filter(text -> !text.isBlank())
        .toList();
  }

  /** The first component of the first repetition. */
  String value(int field) {
    return value(field, 1);
  }

  String value(int field, int component) {
    return value(field, component, 1);
  }

  String value(int field, int component, int subcomponent) {
    List<String> repetitions = repetitions(field);
    if (repetitions.isEmpty()) {
      return null;
    }
    return repetitions.get(0).strip().equals(NOTHING)
        ? ""
        : value(repetitions.get(0), component, subcomponent);
  }

  /** Of one repetition. */
  String value(String repetition, int component, int subcomponent) {
    String text = part(repetition, delimiters.component(), component);
    String part = part(text, delimiters.subcomponent(), subcomponent).strip();
    if (part.isEmpty()) {
      return null;
    }
    return part.equals(NOTHING) ? "" : escapes.resolve(part).strip();
  }

  private String part(String text, char by, int number) {
    List<String> parts = Delimiters.split(text, by, MAX_COMPONENTS, name);
    return number <= parts.size() ? parts.get(number - 1) : "";
  }
}
