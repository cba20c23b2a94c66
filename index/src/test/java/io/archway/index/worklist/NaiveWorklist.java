package io.archway.index.worklist;

import io.archway.index.query.AttributePath;
import io.archway.index.query.MatchingKey;
import io.archway.index.study.CodedValue;
import java.text.Normalizer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * PS3.4 C.2.2.2 in the plainest way: every key against every step in memory. Shares nothing with
 * the engine but the types of its input.
 */
final class NaiveWorklist {
  private static final int STEPS = 0x00400100;
  private static final Map<String, String> FOLDED = new ConcurrentHashMap<>();

  private NaiveWorklist() {}

  static boolean matches(WorklistAnswer answer, List<MatchingKey> keys) {
    Map<AttributePath, MatchingKey> byPath = new HashMap<>();
    keys.stream().filter(key -> !key.isUniversal()).forEach(key -> byPath.put(key.path(), key));
    return byPath.values().stream().allMatch(key -> matches(answer, key, byPath))
        && codesMatch(answer.step().protocolCodes(), byPath);
  }

  private static boolean matches(
      WorklistAnswer answer, MatchingKey key, Map<AttributePath, MatchingKey> all) {
    ScheduledStep step = answer.step();
    WorklistItem item = answer.item();
    WorklistPatient patient = answer.patient();
    CodedValue code =
        item.procedure().code() == null
            ? new CodedValue(null, null, null)
            : item.procedure().code();
    return switch (key.path().toString()) {
      case "(0040,0100)>(0040,0001)" ->
          step.stationAeTitles().isEmpty()
              || step.stationAeTitles().stream().anyMatch(title -> text(key, title));
      case "(0040,0100)>(0040,0002)", "(0040,0100)>(0040,0003)" -> start(step, all);
      case "(0040,0100)>(0008,0060)" -> text(key, step.modality());
      case "(0040,0100)>(0040,0006)" -> name(key, step.performingPhysicianName());
      case "(0040,0100)>(0040,0007)" -> text(key, step.description());
      case "(0040,0100)>(0040,0010)" -> text(key, step.stationName());
      case "(0040,0100)>(0040,0011)" -> text(key, step.location());
      case "(0040,0100)>(0040,0020)" -> text(key, step.status().word());
      case "(0040,0100)>(0040,0009)" -> text(key, step.id());
      case "(0020,000D)" -> key.values().contains(item.procedure().studyInstanceUid());
      case "(0040,1001)" -> text(key, item.procedure().id());
      case "(0032,1060)" -> text(key, item.procedure().description());
      case "(0032,1064)>(0008,0100)" -> text(key, code.value());
      case "(0032,1064)>(0008,0102)" -> text(key, code.scheme());
      case "(0008,0050)" -> text(key, item.request().accessionNumber());
      case "(0032,1032)" -> name(key, item.request().requestingPhysicianName());
      case "(0008,0090)" -> name(key, item.request().referringPhysicianName());
      case "(0010,0010)" -> name(key, patient.name());
      case "(0010,0020)" -> text(key, patient.patientId());
      case "(0010,0030)" -> birthDate(key.values().get(0), patient.birthDate());
      case "(0010,0040)" -> text(key, patient.sex());
      default -> true;
    };
  }

  /** All keys of the sequence in one and the same item. */
  private static boolean codesMatch(List<CodedValue> codes, Map<AttributePath, MatchingKey> keys) {
    MatchingKey value = keys.get(AttributePath.of(STEPS, 0x00400008, 0x00080100));
    MatchingKey scheme = keys.get(AttributePath.of(STEPS, 0x00400008, 0x00080102));
    MatchingKey meaning = keys.get(AttributePath.of(STEPS, 0x00400008, 0x00080104));
    boolean asked =
        Stream.of(value, scheme, meaning)
            .anyMatch(key -> key != null && !key.values().stream().anyMatch(NaiveWorklist::any));
    return !asked
        || codes.stream()
            .anyMatch(
                code ->
                    (value == null || text(value, code.value()))
                        && (scheme == null || text(scheme, code.scheme()))
                        && (meaning == null || text(meaning, code.meaning())));
  }

  private static boolean any(String key) {
    return key.matches("\\*+");
  }

  private static boolean text(MatchingKey key, String value) {
    return key.values().stream()
        .anyMatch(
            pattern ->
                any(pattern) || value != null && wildCards(points(pattern), 0, points(value), 0));
  }

  private static int[] points(String text) {
    return text.codePoints().toArray();
  }

  private static boolean wildCards(int[] pattern, int at, int[] text, int from) {
    if (at == pattern.length) {
      return from == text.length;
    }
    if (pattern[at] == '*') {
      return wildCards(pattern, at + 1, text, from)
          || from < text.length && wildCards(pattern, at, text, from + 1);
    }
    return from < text.length
        && (pattern[at] == '?' || pattern[at] == text[from])
        && wildCards(pattern, at + 1, text, from + 1);
  }

  private static boolean name(MatchingKey key, String value) {
    return key.values().stream().anyMatch(pattern -> name(pattern, value == null ? "" : value));
  }

  private static boolean name(String pattern, String value) {
    List<String> wanted = groups(pattern);
    List<String> given = groups(value);
    if (wanted.get(1).isEmpty() && wanted.get(2).isEmpty()) {
      return given.stream().anyMatch(group -> group(wanted.get(0), group))
          || group(wanted.get(0), "");
    }
    boolean all = true;
    for (int i = 0; i < 3; i++) {
      all &= group(wanted.get(i), given.get(i));
    }
    return all;
  }

  private static List<String> groups(String name) {
    String[] parts = name.split("=", 3);
    List<String> groups = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String[] components = (i < parts.length ? parts[i] : "").split("\\^", 5);
      groups.add(
          String.join("^", Arrays.stream(components).map(NaiveWorklist::fold).toList())
              .replaceAll("[\\^ ]+$", ""));
    }
    return groups;
  }

  /** A group that is empty or any is not compared; components of any at the end may be missing. */
  private static boolean group(String pattern, String group) {
    if (pattern.replaceAll("[\\^*]", "").isEmpty()
        && (pattern.isEmpty() || pattern.endsWith("*"))) {
      return true;
    }
    String shorter = pattern.replaceFirst("\\^\\*+$", "");
    return !group.isEmpty() && wildCards(points(pattern), 0, points(group), 0)
        || !shorter.equals(pattern) && group(shorter, group);
  }

  private static String fold(String text) {
    return FOLDED.computeIfAbsent(text, NaiveWorklist::foldAnew);
  }

  private static String foldAnew(String text) {
    String plain =
        Normalizer.normalize(text, Normalizer.Form.NFKD)
            .replaceAll("[\\u0300-\\u036F]", "")
            .toLowerCase(Locale.ROOT)
            .replace("ß", "ss")
            .replace("ø", "o")
            .replace("ł", "l")
            .replace("ς", "σ")
            .replaceAll("\\s+", " ");
    return Normalizer.normalize(plain, Normalizer.Form.NFC).strip();
  }

  private static boolean birthDate(String key, LocalDate date) {
    return date != null && within(key, date.toString().replace("-", ""), "00000000", "99999999");
  }

  /** Texts of equal length, compared as texts. */
  private static boolean within(String key, String value, String least, String most) {
    String[] ends = ends(key);
    String from = ends[0].isEmpty() ? least : ends[0];
    String to = ends[1].isEmpty() ? most : ends[1];
    return value.compareTo(from) >= 0 && value.compareTo(to) <= 0;
  }

  private static String[] ends(String key) {
    return key.contains("-") ? key.split("-", 2) : new String[] {key, key};
  }

  private static boolean start(ScheduledStep step, Map<AttributePath, MatchingKey> keys) {
    MatchingKey date = keys.get(AttributePath.of(STEPS, 0x00400002));
    MatchingKey time = keys.get(AttributePath.of(STEPS, 0x00400003));
    boolean dateMatches =
        date == null
            || within(
                date.values().get(0),
                step.startDate().toString().replace("-", ""),
                "00000000",
                "99999999");
    if (time == null) {
      return dateMatches;
    }
    String timeKey = time.values().get(0);
    if (date != null && sameForm(date.values().get(0), timeKey)) {
      return moments(date.values().get(0), timeKey, step.startDate().atTime(step.startTime()));
    }
    return dateMatches && time(timeKey, step.startTime());
  }

  private static boolean sameForm(String date, String time) {
    return date.contains("-")
        && time.contains("-")
        && date.startsWith("-") == time.startsWith("-")
        && date.endsWith("-") == time.endsWith("-");
  }

  private static boolean moments(String date, String time, LocalDateTime value) {
    String[] dates = ends(date);
    String[] times = ends(time);
    boolean after = dates[0].isEmpty() || !value.isBefore(day(dates[0]).atTime(first(times[0])));
    return after && (dates[1].isEmpty() || !value.isAfter(day(dates[1]).atTime(last(times[1]))));
  }

  private static LocalDate day(String text) {
    return LocalDate.of(
        Integer.parseInt(text.substring(0, 4)),
        Integer.parseInt(text.substring(4, 6)),
        Integer.parseInt(text.substring(6)));
  }

  private static boolean time(String key, LocalTime value) {
    String[] ends = ends(key);
    return (ends[0].isEmpty() || !value.isBefore(first(ends[0])))
        && (ends[1].isEmpty() || !value.isAfter(last(ends[1])));
  }

  /** HH, HHMM or HHMMSS. */
  private static LocalTime first(String text) {
    return clock(text + "000000".substring(text.length()), 0);
  }

  private static LocalTime last(String text) {
    return clock(text + "595959".substring(text.length()), 999_999_000);
  }

  private static LocalTime clock(String text, int nanos) {
    return LocalTime.of(
        Integer.parseInt(text.substring(0, 2)),
        Integer.parseInt(text.substring(2, 4)),
        Integer.parseInt(text.substring(4)),
        nanos);
  }
}
