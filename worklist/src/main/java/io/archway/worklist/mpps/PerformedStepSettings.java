package io.archway.worklist.mpps;

import java.time.ZoneId;

/**
 * How much work on performed steps there may be.
 *
 * @param workerThreads that write the index
 * @param maxRequests under way at one time, those included that wait for a thread
 * @param maxDataSetBytes of one request; longer ones are refused before they are held
 * @param zone of dates and times that tell none
 */
public record PerformedStepSettings(
    int workerThreads, int maxRequests, int maxDataSetBytes, ZoneId zone) {
  public PerformedStepSettings {
    if (workerThreads < 1 || maxRequests < workerThreads || maxDataSetBytes < 1) {
      throw new IllegalArgumentException(
          "workerThreads: %d, maxRequests: %d, maxDataSetBytes: %d (expected: 1 <= threads <= requests, bytes >= 1)"
              .formatted(workerThreads, maxRequests, maxDataSetBytes));
    }
  }
}
