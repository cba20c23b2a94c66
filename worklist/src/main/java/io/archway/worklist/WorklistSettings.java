package io.archway.worklist;

import io.archway.dicom.charset.SpecificCharacterSet;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;

/**
 * What is offered to whom, and how much work on it there may be.
 *
 * @param workerThreads that read the index
 * @param maxQueries under way at one time, those included that wait for a thread or for the peer
 * @param maxAnswers to one query
 * @param seenBy which steps a device sees
 * @param seenByDevices the same for single devices, by calling AE title
 * @param showsStarted whether steps in progress are offered still
 * @param expiresAfter from the scheduled start, after which a step is offered no more; zero: never
 * @param characterSets what devices can show, by calling AE title
 * @param zone in which steps are scheduled
 */
public record WorklistSettings(
    int workerThreads,
    int maxQueries,
    int maxAnswers,
    SeenBy seenBy,
    Map<String, SeenBy> seenByDevices,
    boolean showsStarted,
    Duration expiresAfter,
    Map<String, SpecificCharacterSet> characterSets,
    ZoneId zone) {
  /** Longer ones are refused before they are held. */
  static final int MAX_IDENTIFIER_BYTES = 64 << 10;

  public WorklistSettings {
    seenByDevices = Map.copyOf(seenByDevices);
    characterSets = Map.copyOf(characterSets);
    if (workerThreads < 1 || maxQueries < workerThreads || maxAnswers < 1) {
      throw new IllegalArgumentException(
          "workerThreads: %d, maxQueries: %d, maxAnswers: %d (expected: 1 <= threads <= queries, answers >= 1)"
              .formatted(workerThreads, maxQueries, maxAnswers));
    }
  }

  SeenBy seenBy(String callingAeTitle) {
    return seenByDevices.getOrDefault(callingAeTitle, seenBy);
  }
}
