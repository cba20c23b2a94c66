package io.archway.gateway.lifecycle;

import io.archway.dicom.charset.SpecificCharacterSet;
import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.settings.Settings;
import io.archway.worklist.SeenBy;
import io.archway.worklist.WorklistSettings;
import io.archway.worklist.mpps.PerformedStepSettings;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The Modality Worklist and performed procedure steps as the settings want them. */
final class WorklistPart {
  private WorklistPart() {}

  static WorklistSettings settings(Settings.Worklist from) {
    return new WorklistSettings(
        workerThreads(from),
        from.maxQueries(),
        from.maxAnswers(),
        seenBy(from.seenBy()),
        seenByDevices(from.seenByDevices()),
        from.showStarted(),
        from.expireAfter(),
        characterSets(from.characterSets()),
        ZoneId.systemDefault());
  }

  /** More than processors only stand in each other's way; one would be held by one slow query. */
  private static int workerThreads(Settings.Worklist from) {
    int forProcessors = Math.max(2, Runtime.getRuntime().availableProcessors());
    return Math.min(
        from.workerThreads() == 0 ? forProcessors : from.workerThreads(), from.maxQueries());
  }

  static PerformedStepSettings settings(Settings.Mpps from) {
    return new PerformedStepSettings(
        from.workerThreads(),
        from.maxRequests(),
        Math.toIntExact(from.maxDataSet().bytes()),
        ZoneId.systemDefault());
  }

  private static SeenBy seenBy(Settings.Worklist.SeenBy from) {
    return switch (from) {
      case STATION -> SeenBy.STATION;
      case OFFICE -> SeenBy.OFFICE;
      case ALL -> SeenBy.ALL;
    };
  }

  private static Map<String, SeenBy> seenByDevices(List<String> entries) {
    Map<String, SeenBy> devices = new TreeMap<>();
    for (String entry : entries) {
      int equals = entry.indexOf('=');
      String word = entry.substring(equals + 1).toUpperCase(Locale.ROOT);
      devices.put(entry.substring(0, equals).strip(), SeenBy.valueOf(word));
    }
    return devices;
  }

  private static Map<String, SpecificCharacterSet> characterSets(List<String> entries) {
    Map<String, SpecificCharacterSet> sets = new TreeMap<>();
    for (String entry : entries) {
      int equals = entry.indexOf('=');
      String terms = entry.substring(equals + 1);
      SpecificCharacterSet set = SpecificCharacterSet.of(terms.split("\\\\", -1));
      if (!set.warnings().isEmpty()) {
        throw new CommandFailure(
            ExitCode.SETTINGS, "worklist.characterSets: " + set.warnings().get(0));
      }
      sets.put(entry.substring(0, equals).strip(), set);
    }
    return sets;
  }
}
