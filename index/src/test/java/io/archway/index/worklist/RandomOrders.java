package io.archway.index.worklist;

import io.archway.index.study.CodedValue;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Seeded orders with what is hard to match: scripts, marks, empty parts, characters of SQL. */
final class RandomOrders {
  private static final List<String> FAMILIES =
      List.of(
          "Müller",
          "MULLER",
          "Mueller",
          "Groß",
          "O'Neill",
          "Van der Berg",
          "García",
          "Łukasz",
          "Søren",
          "Παπαδόπουλος",
          "Иванов",
          "山田",
          "Yamada",
          "Hong",
          "洪",
          "홍",
          "𠮷田",
          "ﾔﾏﾀﾞ",
          "Smith-Jones",
          "A_b%c",
          "100%",
          "a!b",
          "Łu",
          "M",
          "שלום",
          "محمد",
          "Nguyễn",
          "Doe",
          "DOE");
  private static final List<String> GIVEN =
      List.of(
          "",
          "Jürgen",
          "Jurgen",
          "José",
          "太郎",
          "Tarou",
          "길동",
          "Gildong",
          "Anne Marie",
          "J",
          "Ωμέγα");
  private static final List<String> MODALITIES = List.of("PX", "DX", "IO", "CT", "XC");
  private static final List<String> STATIONS = List.of("PAN1", "PAN2", "CEPH_1", "CBCT", "pan1");
  private static final List<String> TEXTS =
      List.of(
          "Panoramic",
          "panoramic",
          "Céphalo",
          "100% zoom",
          "a_b",
          "a!b",
          "x\\y",
          "𠮷",
          "深い",
          "Pan");

  private final Random random;

  RandomOrders(Random random) {
    this.random = random;
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  String name() {
    String name = group();
    if (chance(40)) {
      name += "=" + (chance(80) ? group() : "");
      name += chance(60) ? "=" + group() : "";
    }
    return name;
  }

  private String group() {
    String group = one(FAMILIES) + "^" + one(GIVEN);
    group += chance(20) ? "^" + one(GIVEN) : "";
    group += chance(10) ? "^^^" : "";
    group += chance(10) ? "^^Dr. " : "";
    return chance(10) ? group.replace("^", " ^ ") : group;
  }

  String nameOrNone() {
    return chance(25) ? null : name();
  }

  String text() {
    return chance(25) ? null : one(TEXTS);
  }

  LocalDate birthDate() {
    return chance(15) ? null : LocalDate.of(1990, 1, 1).plusDays(random.nextInt(40));
  }

  String id() {
    return (chance(50) ? "P" : "p_") + random.nextInt(60);
  }

  NewOrder order(long organizationKey, long officeKey, long patientKey) {
    List<NewStep> steps = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      steps.add(step());
    }
    return NewOrder.of(organizationKey, officeKey, patientKey, StudyType.COMPREHENSIVE_READ, steps)
        .withProcedure(
            new RequestedProcedure(
                chance(50) ? "1.2." + random.nextInt(80) : null,
                chance(50) ? "RP" + random.nextInt(50) : null,
                text(),
                chance(50) ? code() : null,
                null,
                null,
                null))
        .withRequest(
            new ServiceRequest(
                chance(70) ? "A" + random.nextInt(90) : null,
                "",
                null,
                null,
                nameOrNone(),
                null,
                nameOrNone()));
  }

  private CodedValue code() {
    return new CodedValue(one(List.of("PAN", "CEPH", "p%")), one(List.of("99A", "99B")), text());
  }

  private NewStep step() {
    List<String> stations = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      stations.add(one(STATIONS));
    }
    List<CodedValue> codes = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      codes.add(code());
    }
    return new NewStep(
        chance(50) ? "S" + random.nextInt(99) : null,
        LocalDate.of(2026, 10, 20).plusDays(random.nextInt(8)),
        LocalTime.of(
            random.nextInt(24),
            random.nextInt(60),
            random.nextInt(60),
            chance(50) ? 0 : 123_456_000),
        one(MODALITIES),
        stations,
        text(),
        text(),
        text(),
        nameOrNone(),
        null,
        null,
        codes);
  }
}
