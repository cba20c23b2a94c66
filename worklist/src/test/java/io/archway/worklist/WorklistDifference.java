package io.archway.worklist;

import static org.assertj.core.api.Assertions.fail;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** In what our worklist may differ from DCMTK's wlmscpfs, and why it is right in that. */
enum WorklistDifference {
  /** PS3.4 C.2.2.2.1 and C.2.2.2.4 let names match without case and diacritics, by groups. */
  NAMES,
  /** PS3.4 C.2.2.2.4: "*" and "?" are wild cards in AE, LO and SH, too. */
  WILD_CARDS,
  /** PS3.5 6.2, TM: a time without its last components is as precise as it is, so 09 is 09:18. */
  COARSE_TIMES,
  /** PS3.4 C.2.2.2.5: a date and a time make one range only where both have the same form. */
  RANGES_OF_OTHER_FORM,
  /** PS3.4 Table K.6-1: keys that wlmscpfs returns, but does not match. */
  KEYS_NOT_MATCHED_THERE,
  /** PS3.4 C.2.2.2.6: a sequence of zero length asks for all that is known inside it. */
  MORE_OF_AN_EMPTY_SEQUENCE,
  /** PS3.4 Table K.6-1: what is not named there is Type 3, and need not be returned empty. */
  LESS_OF_AN_EMPTY_SEQUENCE,
  /** PS3.4 Table K.6-1: Scheduled Station AE Title is a return key of Type 1. */
  STATION_ALWAYS,
  /** PS3.4 K.4.1.1.3: (0008,0005) only where a value needs it; wlmscpfs repeats its file's. */
  CHARACTER_SET;

  /** End date, end time and comments. */
  private static final Set<Integer> TYPE_3 = Set.of(0x00400004, 0x00400005, 0x00400400);

  private static final List<Integer> WITHOUT_WILD_CARDS_THERE =
      List.of(Tag.PATIENT_ID, Tag.SCHEDULED_STATION_AE_TITLE);
  private static final Set<Integer> NAME_TAGS =
      Set.of(
          Tag.PATIENT_NAME, Tag.REFERRING_PHYSICIAN_NAME, Tag.SCHEDULED_PERFORMING_PHYSICIAN_NAME);
  private static final List<Integer> NOT_MATCHED_THERE =
      List.of(
          Tag.STUDY_INSTANCE_UID,
          Tag.SCHEDULED_PROCEDURE_STEP_ID,
          Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION,
          Tag.SCHEDULED_PROCEDURE_STEP_LOCATION);

  /**
   * What explains how two answers of one step differ; null is no answer.
   *
   * @throws AssertionError where nothing does
   */
  static Set<WorklistDifference> between(
      DataSet query, ComparedStep step, DataSet ours, DataSet theirs) {
    Set<WorklistDifference> found = EnumSet.noneOf(WorklistDifference.class);
    if (ours != null && theirs != null) {
      boolean all = query.items(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE).isEmpty();
      compare(ours, theirs, false, found);
      compare(WorklistPort.step(ours), WorklistPort.step(theirs), all, found);
    } else if (ours != null) {
      found.add(onlyOurs(query, step));
    } else if (theirs != null) {
      found.add(onlyTheirs(query, step));
    }
    return found;
  }

  private static WorklistDifference onlyOurs(DataSet query, ComparedStep step) {
    if (NAME_TAGS.stream().anyMatch(tag -> !matches(query, step.file(), tag))) {
      return NAMES;
    } else if (WITHOUT_WILD_CARDS_THERE.stream().anyMatch(tag -> hasWildCard(query, tag))) {
      return WILD_CARDS;
    } else if (isCoarselyAt(step, key(query, Tag.SCHEDULED_PROCEDURE_STEP_START_TIME))) {
      return COARSE_TIMES;
    } else if (areRangesOfOtherForm(query)) {
      return RANGES_OF_OTHER_FORM;
    }
    return fail("only ours");
  }

  private static boolean hasWildCard(DataSet query, int tag) {
    return key(query, tag).contains("*") || key(query, tag).contains("?");
  }

  private static boolean isCoarselyAt(ComparedStep step, String key) {
    return Stream.of(key.split("-"))
        .anyMatch(end -> !end.isEmpty() && end.length() < 6 && step.start().startsWith(end));
  }

  private static boolean areRangesOfOtherForm(DataSet query) {
    String dates = key(query, Tag.SCHEDULED_PROCEDURE_STEP_START_DATE);
    String times = key(query, Tag.SCHEDULED_PROCEDURE_STEP_START_TIME);
    boolean sameForm =
        dates.startsWith("-") == times.startsWith("-")
            && dates.endsWith("-") == times.endsWith("-");
    return dates.contains("-") && times.contains("-") && !sameForm;
  }

  private static WorklistDifference onlyTheirs(DataSet query, ComparedStep step) {
    if (failsByKeyNotMatchedThere(query, step)) {
      return KEYS_NOT_MATCHED_THERE;
    }
    return fail("only theirs");
  }

  private static boolean failsByKeyNotMatchedThere(DataSet query, ComparedStep step) {
    return NOT_MATCHED_THERE.stream().anyMatch(tag -> !matches(query, step.file(), tag));
  }

  /** By characters, as they are. */
  private static boolean matches(DataSet query, DataSet file, int tag) {
    List<String> keys = holder(query, tag).strings(tag);
    String value = holder(file, tag).string(tag);
    return keys.isEmpty()
        || keys.stream()
            .anyMatch(key -> Pattern.matches(expression(key), value == null ? "" : value));
  }

  private static String key(DataSet query, int tag) {
    return String.join("", holder(query, tag).strings(tag));
  }

  private static DataSet holder(DataSet dataSet, int tag) {
    DataSet step = dataSet.item(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE);
    return step != null && step.contains(tag) ? step : dataSet;
  }

  private static String expression(String key) {
    return "(?s)" + Pattern.quote(key).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
  }

  private static void compare(
      DataSet ours, DataSet theirs, boolean all, Set<WorklistDifference> found) {
    ours.forEach(element -> compare(element.tag(), ours, theirs, all, found));
    theirs.forEach(element -> compare(element.tag(), ours, theirs, all, found));
  }

  private static void compare(
      int tag, DataSet ours, DataSet theirs, boolean all, Set<WorklistDifference> found) {
    if (tag == Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE
        || ours.contains(tag) == theirs.contains(tag)
            && ours.strings(tag).equals(theirs.strings(tag))) {
      return;
    }
    if (tag == Tag.SPECIFIC_CHARACTER_SET && !ours.contains(tag)) {
      found.add(CHARACTER_SET);
    } else if (tag == Tag.SCHEDULED_STATION_AE_TITLE && !theirs.contains(tag)) {
      found.add(STATION_ALWAYS);
    } else if (all && !theirs.contains(tag)) {
      found.add(MORE_OF_AN_EMPTY_SEQUENCE);
    } else if (all && TYPE_3.contains(tag) && theirs.string(tag) == null) {
      found.add(LESS_OF_AN_EMPTY_SEQUENCE);
    } else {
      fail("%s: ours %s, theirs %s", Tag.toString(tag), ours.strings(tag), theirs.strings(tag));
    }
  }
}
