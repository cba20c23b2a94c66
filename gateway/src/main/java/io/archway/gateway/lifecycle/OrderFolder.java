package io.archway.gateway.lifecycle;

import io.archway.gateway.CommandFailure;
import io.archway.index.worklist.StudyType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An entry of {@code worklist.watch}: a folder, and after bars what its orders get where they do
 * not say it, as in {@code C:\orders | office=Downtown | station=PAN1}. Null where nothing is
 * given.
 */
record OrderFolder(
    Path folder,
    String organization,
    String office,
    List<String> stations,
    String modality,
    StudyType read) {
  private static final List<String> NAMES =
      List.of("organization", "office", "station", "modality", "read");
  static final String SETTING = "worklist.watch";

  static OrderFolder parse(String text) {
    FolderEntry entry = FolderEntry.parse(SETTING, text, NAMES);
    Map<String, String> given = entry.given();
    return new OrderFolder(
        entry.folder(),
        given.get("organization"),
        given.get("office"),
        stations(given.get("station")),
        modality(given.get("modality")),
        read(given.get("read")));
  }

  private static List<String> stations(String text) {
    if (text == null) {
      return null;
    }
    if (text.equals("*")) {
      return List.of();
    }
    List<String> titles = Arrays.stream(text.split("\\\\")).map(String::strip).toList();
    for (String title : titles) {
      if (!title.matches("[\\x21-\\x7E][\\x20-\\x7E]{0,15}")) {
        throw problem("station=" + text + " (expected: AE titles divided by a backslash, or *)");
      }
    }
    return titles;
  }

  private static String modality(String text) {
    if (text != null && !text.matches("[A-Z0-9_]{1,16}")) {
      throw problem("modality=" + text + " (expected: one like CT, PX or IO)");
    }
    return text;
  }

  private static StudyType read(String text) {
    return text == null
        ? StudyType.COMPREHENSIVE_READ
        : StudyType.of(text.toLowerCase(Locale.ROOT))
            .orElseThrow(
                () ->
                    problem("read=" + text + " (expected: safety_overread or comprehensive_read)"));
  }

  static CommandFailure problem(String text) {
    return FolderEntry.problem(SETTING, text);
  }
}
