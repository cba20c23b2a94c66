package io.archway.worklist.hl7;

import io.archway.dicom.charset.SpecificCharacterSet;
import io.archway.dicom.charset.TextKind;
import io.archway.index.order.OrderException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One message in its segments (HL7 v2 2.5), decoded by its own MSH-18. Immutable. */
final class Hl7Message {
  private static final int MAX_SEGMENTS = 5_000;
  private static final int CHARACTER_SET = 18;

  private final List<Hl7Segment> segments;

  private Hl7Message(List<Hl7Segment> segments) {
    this.segments = List.copyOf(segments);
  }

  /**
   * @param lines its segments as bytes, MSH first
   * @throws OrderException if it is none
   */
  static Hl7Message parse(List<byte[]> lines) {
    if (lines.size() > MAX_SEGMENTS) {
      throw new OrderException(
          "%d segments (expected: <= %d)".formatted(lines.size(), MAX_SEGMENTS));
    }
    String header = new String(lines.get(0), StandardCharsets.ISO_8859_1);
    Delimiters delimiters = Delimiters.of(header);
    Hl7Segment plain =
        Hl7Segment.parse(header, new Escapes(delimiters, SpecificCharacterSet.ASCII));
    SpecificCharacterSet characterSet = Hl7CharacterSet.of(plain.repetitions(CHARACTER_SET));
    Escapes escapes = new Escapes(delimiters, characterSet);
    List<Hl7Segment> segments = new ArrayList<>();
    for (byte[] line : lines) {
      segments.add(Hl7Segment.parse(characterSet.decode(line, TextKind.TEXT), escapes));
    }
    return new Hl7Message(segments);
  }

  Hl7Segment header() {
    return segments.get(0);
  }

  List<Hl7Segment> segments() {
    return segments;
  }

  Optional<Hl7Segment> first(String name) {
    return segments.stream().filter(segment -> segment.name().equals(name)).findFirst();
  }
}
