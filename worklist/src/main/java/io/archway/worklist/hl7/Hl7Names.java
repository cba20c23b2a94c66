package io.archway.worklist.hl7;

import io.archway.dicom.charset.ComponentGroup;
import io.archway.dicom.charset.PersonName;
import java.util.List;

/**
 * Person names of HL7 (XPN, XCN, CNN) as values of PN (PS3.5 6.2.1): prefix and suffix change
 * places, repetitions by their representation code (alphabetic, ideographic, phonetic) become
 * groups.
 */
final class Hl7Names {
  private static final int REPRESENTATION_OF_XPN = 8;

  private Hl7Names() {}

  /** Null where there is none. */
  static String ofPatient(Hl7Segment segment, int field) {
    List<String> repetitions = segment.repetitions(field);
    ComponentGroup alphabetic = ComponentGroup.EMPTY;
    ComponentGroup ideographic = ComponentGroup.EMPTY;
    ComponentGroup phonetic = ComponentGroup.EMPTY;
    for (String repetition : repetitions) {
      ComponentGroup name = group(segment, repetition, 1);
      String code = segment.value(repetition, REPRESENTATION_OF_XPN, 1);
      if ("I".equals(code)) {
        ideographic = ideographic.isEmpty() ? name : ideographic;
      } else if ("P".equals(code)) {
        phonetic = phonetic.isEmpty() ? name : phonetic;
      } else {
        alphabetic = alphabetic.isEmpty() ? name : alphabetic;
      }
    }
    return orNull(new PersonName(alphabetic, ideographic, phonetic));
  }

  /** An identifier, then the name; or, where somebody wrote only the name, that. */
  static String ofPerson(Hl7Segment segment, int field) {
    List<String> repetitions = segment.repetitions(field);
    if (repetitions.isEmpty()) {
      return null;
    }
    String person = repetitions.get(0);
    ComponentGroup name = group(segment, person, 2);
    if (name.isEmpty()) {
      name = parts(segment, person, 2, 3, 4, 5, 6);
    }
    if (name.isEmpty()) {
      String only = part(segment.value(person, 1, 1));
      name = new ComponentGroup(only, "", "", "", "");
    }
    return orNull(new PersonName(name, ComponentGroup.EMPTY, ComponentGroup.EMPTY));
  }

  /** Family, given, middle, suffix and prefix, from this component on. */
  private static ComponentGroup group(Hl7Segment segment, String repetition, int first) {
    return new ComponentGroup(
        part(segment.value(repetition, first, 1)),
        part(segment.value(repetition, first + 1, 1)),
        part(segment.value(repetition, first + 2, 1)),
        part(segment.value(repetition, first + 4, 1)),
        part(segment.value(repetition, first + 3, 1)));
  }

  /** As in NDL, whose first component is a person in subcomponents. */
  private static ComponentGroup parts(
      Hl7Segment segment,
      String repetition,
      int family,
      int given,
      int middle,
      int suffix,
      int prefix) {
    return new ComponentGroup(
        part(segment.value(repetition, 1, family)),
        part(segment.value(repetition, 1, given)),
        part(segment.value(repetition, 1, middle)),
        part(segment.value(repetition, 1, prefix)),
        part(segment.value(repetition, 1, suffix)));
  }

  /** What would divide a PN is a blank in it. */
  private static String part(String value) {
    return value == null ? "" : value.replaceAll("[\\^=\\\\\\p{Cntrl}]", " ").strip();
  }

  private static String orNull(PersonName name) {
    return name.isEmpty() ? null : name.format();
  }
}
