package io.archway.index.worklist;

import io.archway.index.query.AttributePath;
import io.archway.index.query.MatchingKey;
import io.archway.index.study.CodedValue;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** Seeded keys, made of what some step holds, bent in ways that still match, or no longer do. */
final class RandomKeys {
  private static final int STEPS = 0x00400100;
  private static final int CODES = 0x00400008;

  private final Random random;
  private final List<WorklistAnswer> steps;

  RandomKeys(Random random, List<WorklistAnswer> steps) {
    this.random = random;
    this.steps = steps;
  }

  /** One to four keys, most of them of one and the same step. */
  List<MatchingKey> query() {
    List<MatchingKey> keys = new ArrayList<>();
    WorklistAnswer target = steps.get(random.nextInt(steps.size()));
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      WorklistAnswer from =
          random.nextInt(8) == 0 ? steps.get(random.nextInt(steps.size())) : target;
      keys.addAll(keys(from));
    }
    Set<AttributePath> seen = new HashSet<>();
    return keys.stream().filter(key -> seen.add(key.path())).toList();
  }

  private List<MatchingKey> keys(WorklistAnswer from) {
    ScheduledStep step = from.step();
    CodedValue code =
        step.protocolCodes().isEmpty()
            ? new CodedValue("PAN", "99A", "Pan")
            : step.protocolCodes().get(random.nextInt(step.protocolCodes().size()));
    return switch (random.nextInt(21)) {
      case 0, 1, 2 -> List.of(key(name(from.patient().name()), 0x00100010));
      case 3 -> List.of(key(text(from.patient().patientId()), 0x00100020));
      case 4 -> List.of(key(dates(from.patient().birthDate()), 0x00100030));
      case 5 -> List.of(key(text(step.modality()), STEPS, 0x00080060));
      case 6 -> List.of(key(dates(step.startDate()), STEPS, 0x00400002));
      case 7, 8 -> start(step);
      case 9 -> List.of(key(times(step), STEPS, 0x00400003));
      case 10, 11 -> List.of(key(text(station(step)), STEPS, 0x00400001));
      case 12 -> List.of(key(name(step.performingPhysicianName()), STEPS, 0x00400006));
      case 13 -> List.of(key(text(step.description()), STEPS, 0x00400007));
      case 14 ->
          List.of(
              key(text(code.value()), STEPS, CODES, 0x00080100),
              key(text(code.scheme()), STEPS, CODES, 0x00080102));
      case 15 -> List.of(key(text(step.id()), STEPS, 0x00400009));
      case 16 -> List.of(key(text(from.item().request().accessionNumber()), 0x00080050));
      case 17 -> List.of(uids(from), key(text(step.status().word()), STEPS, 0x00400020));
      case 18 -> List.of(key(name(from.item().request().referringPhysicianName()), 0x00080090));
      case 19 -> List.of(key(text(from.item().procedure().id()), 0x00401001));
      default ->
          List.of(
              key(text(step.location()), STEPS, 0x00400011),
              key(name(from.item().request().requestingPhysicianName()), 0x00321032));
    };
  }

  private static MatchingKey key(String value, int... path) {
    // a backslash divides the values of an identifier
    return new MatchingKey(AttributePath.of(path), Arrays.asList(value.split("\\\\")));
  }

  private MatchingKey uids(WorklistAnswer from) {
    List<String> uids = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      uids.add(steps.get(random.nextInt(steps.size())).item().procedure().studyInstanceUid());
    }
    uids.add(from.item().procedure().studyInstanceUid());
    return new MatchingKey(AttributePath.of(0x0020000D), uids);
  }

  private String station(ScheduledStep step) {
    return step.stationAeTitles().isEmpty() ? "PAN1" : step.stationAeTitles().get(0);
  }

  private String text(String value) {
    String from = value == null ? "Pan" : value;
    return switch (random.nextInt(8)) {
      case 0 -> "*";
      case 1 -> prefix(from) + "*";
      case 2 -> wildCards(from);
      case 3 -> "";
      case 4 -> wildCards(wildCards(from));
      case 5 -> " " + from + " ";
      default -> from;
    };
  }

  private String name(String value) {
    String from = value == null ? "Doe^J" : value;
    String bent =
        switch (random.nextInt(6)) {
          case 0 -> from.toUpperCase(Locale.ROOT);
          case 1 -> from.toLowerCase(Locale.ROOT);
          case 2 -> Normalizer.normalize(from, Normalizer.Form.NFD).replaceAll("\\p{Mn}", "");
          case 3 -> from.split("=")[random.nextInt(from.split("=").length)];
          default -> from;
        };
    return switch (random.nextInt(8)) {
      case 0 -> prefix(bent) + "*";
      case 1 -> wildCards(bent);
      case 2 -> bent.split("\\^")[0] + "^*";
      case 3 -> bent.split("\\^")[0] + "^*^*";
      case 4 -> bent + "^^";
      case 5 -> "*" + bent.substring(Math.min(bent.length() - 1, 1));
      default -> bent;
    };
  }

  private String prefix(String text) {
    int points = text.codePointCount(0, text.length());
    return text.substring(0, text.offsetByCodePoints(0, random.nextInt(points + 1)));
  }

  private String wildCards(String text) {
    int[] points = text.codePoints().toArray();
    if (points.length == 0) {
      return text;
    }
    int at = random.nextInt(points.length);
    String head = new String(points, 0, at);
    String tail = new String(points, at + 1, points.length - at - 1);
    return switch (random.nextInt(3)) {
      case 0 -> head + "?" + tail;
      case 1 -> head + "*" + tail;
      default -> head + "*" + Character.toString(points[at]) + tail;
    };
  }

  private String dates(LocalDate date) {
    LocalDate from = (date == null ? LocalDate.of(1990, 1, 9) : date).minusDays(random.nextInt(3));
    LocalDate to = from.plusDays(random.nextInt(4));
    return switch (random.nextInt(6)) {
      case 0 -> day(from) + "-";
      case 1 -> "-" + day(to);
      case 2, 3 -> day(from) + "-" + day(to);
      case 4 -> "";
      default -> day(from);
    };
  }

  private static String day(LocalDate date) {
    return date.toString().replace("-", "");
  }

  private List<MatchingKey> start(ScheduledStep step) {
    return List.of(
        key(dates(step.startDate()), STEPS, 0x00400002), key(times(step), STEPS, 0x00400003));
  }

  private String times(ScheduledStep step) {
    String exact = step.startTime().withNano(0).toString().replace(":", "");
    String padded = exact.length() == 4 ? exact + "00" : exact;
    String from = padded.substring(0, 2 + 2 * random.nextInt(3));
    String to = random.nextInt(3) == 0 ? "235959" : padded.substring(0, 2 + 2 * random.nextInt(3));
    return switch (random.nextInt(5)) {
      case 0 -> from + "-";
      case 1 -> "-" + to;
      case 2, 3 -> from + "-" + to;
      default -> from;
    };
  }
}
