package io.archway.worklist.hl7;

import io.archway.index.order.OrderException;
import io.archway.index.order.OrderedPatient;
import io.archway.index.worklist.PatientMedical;
import io.archway.worklist.order.Said;
import io.archway.worklist.order.Weights;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The patient of a message: PID, PV1, AL1, and those OBX that a modality asks for. */
final class Hl7Patients {
  private static final Map<String, String> SEX =
      Map.of("M", "M", "F", "F", "O", "O", "A", "O", "N", "O");
  private static final List<String> WEIGHT =
      List.of("29463-7", "3141-9", "8335-2", "BODY WEIGHT", "WEIGHT");
  private static final List<String> PREGNANCY = List.of("82810-3", "11449-6", "PREGNANCY STATUS");
  private static final Map<String, Double> KILOGRAMS =
      Map.of("KG", 1.0, "G", 0.001, "LB", 0.45359237, "[LB_AV]", 0.45359237, "LBS", 0.45359237);

  /** By answer of LOINC, SNOMED CT or in words, as in (0010,21C0). */
  private static final Map<String, Integer> PREGNANT =
      Map.of(
          "LA26683-5",
          1,
          "60001007",
          1,
          "N",
          1,
          "LA15173-0",
          3,
          "77386006",
          3,
          "Y",
          3,
          "LA4489-6",
          4,
          "U",
          4);

  private static final List<String> OWN_KINDS = List.of("PI", "MR", "PT");

  private static final String PREGNANT_STATUS_CODE = "B6";

  private final Hl7Message message;

  Hl7Patients(Hl7Message message) {
    this.message = message;
  }

  OrderedPatient patient() {
    Hl7Segment pid =
        message.first("PID").orElseThrow(() -> OrderException.missing("PID", "a patient"));
    String identifier = identifier(pid);
    String id =
        Said.requiredId("PID-3", pid.value(identifier, 1, 1), Said.LO, "a patient identifier");
    String name = Hl7Names.ofPatient(pid, 5);
    if (name == null) {
      throw OrderException.missing("PID-5", "a patient name");
    }
    return new OrderedPatient(
        id,
        Said.idOrNull("PID-3.4", pid.value(identifier, 4, 1), Said.LO),
        name,
        birthDate(pid),
        sex(pid));
  }

  /** Of several the one of the practice: other kinds are of insurers and authorities. */
  private static String identifier(Hl7Segment pid) {
    List<String> identifiers = pid.repetitions(3);
    return identifiers.stream()
        .filter(one -> OWN_KINDS.contains(Objects.requireNonNullElse(pid.value(one, 5, 1), "")))
        .findFirst()
        .orElse(identifiers.isEmpty() ? "" : identifiers.get(0));
  }

  private static LocalDate birthDate(Hl7Segment pid) {
    String text = pid.value(7);
    return text == null || text.isEmpty() ? null : Hl7Time.parse("PID-7", text).date();
  }

  private static String sex(Hl7Segment pid) {
    String code = pid.value(8);
    return code == null ? null : SEX.get(code.toUpperCase(Locale.ROOT));
  }

  PatientMedical medical(OrderGroup group) {
    return new PatientMedical(
        weight(group),
        allergies(),
        Said.text(group.value("OBR", 13)),
        pregnancy(group),
        specialNeeds(),
        Said.text(text(group.first("OBR"), 12)),
        Said.text(text(message.first("PV1"), 16)));
  }

  private String allergies() {
    String allergies =
        message.segments().stream()
            .filter(segment -> segment.name().equals("AL1"))
            .map(segment -> Said.textOrNull(text(Optional.of(segment), 3)))
            .filter(Objects::nonNull)
            .map(text -> text.length() <= Said.LO ? text : text.substring(0, Said.LO).strip())
            .collect(Collectors.joining("\\"));
    return allergies.isEmpty() ? null : allergies;
  }

  private String specialNeeds() {
    String text = Said.text(text(message.first("PV1"), 15));
    return PREGNANT_STATUS_CODE.equals(text) ? null : text;
  }

  /** The words of a coded field, else its code. */
  static String text(Optional<Hl7Segment> segment, int field) {
    if (segment.isEmpty()) {
      return null;
    }
    String words = segment.get().value(field, 2);
    return words == null ? segment.get().value(field) : words;
  }

  private BigDecimal weight(OrderGroup group) {
    Optional<Hl7Segment> observation = observation(group, WEIGHT);
    String value = observation.map(obx -> obx.value(5)).orElse(null);
    if (value == null || value.isEmpty()) {
      return null;
    }
    String unit = Objects.requireNonNullElse(observation.get().value(6), "kg");
    Double kilograms = KILOGRAMS.get(unit.toUpperCase(Locale.ROOT));
    if (kilograms == null) {
      throw new OrderException("OBX-6: expected kg, g or lb for a body weight");
    }
    try {
      return Weights.kilograms("OBX-5", Double.parseDouble(value) * kilograms);
    } catch (NumberFormatException e) {
      throw new OrderException("OBX-5: expected a number for a body weight");
    }
  }

  private Integer pregnancy(OrderGroup group) {
    Optional<Hl7Segment> observation = observation(group, PREGNANCY);
    if (observation.isPresent()) {
      String code = Objects.requireNonNullElse(observation.get().value(5), "");
      return PREGNANT.get(code.toUpperCase(Locale.ROOT));
    }
    boolean said =
        message
            .first("PV1")
            .map(pv1 -> pv1.repetitions(15).stream().map(one -> pv1.value(one, 1, 1)).toList())
            .orElse(List.of())
            .contains(PREGNANT_STATUS_CODE);
    return said ? 3 : null;
  }

  /** Of this order, else of the message before its orders. */
  private Optional<Hl7Segment> observation(OrderGroup group, List<String> names) {
    return group.all("OBX").stream()
        .filter(obx -> isNamed(obx, names))
        .findFirst()
        .or(
            () ->
                message.segments().stream()
                    .takeWhile(
                        segment -> !segment.name().equals("ORC") && !segment.name().equals("OBR"))
                    .filter(segment -> segment.name().equals("OBX") && isNamed(segment, names))
                    .findFirst());
  }

  private static boolean isNamed(Hl7Segment obx, List<String> names) {
    String code = Objects.requireNonNullElse(obx.value(3), "").toUpperCase(Locale.ROOT);
    String words = Objects.requireNonNullElse(obx.value(3, 2), "").toUpperCase(Locale.ROOT);
    return names.contains(code) || names.contains(words);
  }
}
