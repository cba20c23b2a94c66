package io.archway.index.worklist;

import java.time.Instant;

/**
 * When what happened to an item; null where it has not. {@code expiresAt} is the item's own end of
 * being offered, beside the setting for all.
 */
public record Progress(
    Instant firstArrivedAt,
    Instant lastArrivedAt,
    Instant readyAt,
    Instant completedAt,
    Instant imagesAfterReportAt,
    Instant cancelledAt,
    String cancelledWhy,
    Instant expiresAt) {
  public static final Progress NONE = new Progress(null, null, null, null, null, null, null, null);

  Progress withCompletedAt(Instant at) {
    return new Progress(
        firstArrivedAt,
        lastArrivedAt,
        readyAt,
        at,
        imagesAfterReportAt,
        cancelledAt,
        cancelledWhy,
        expiresAt);
  }

  /** Images came at this time; {@code afterReport} where the item was complete by then. */
  public Progress arrived(Instant at, boolean afterReport) {
    return new Progress(
        firstArrivedAt == null ? at : firstArrivedAt,
        lastArrivedAt == null || at.isAfter(lastArrivedAt) ? at : lastArrivedAt,
        readyAt,
        completedAt,
        afterReport && imagesAfterReportAt == null ? at : imagesAfterReportAt,
        cancelledAt,
        cancelledWhy,
        expiresAt);
  }

  public Progress ready(Instant at) {
    return new Progress(
        firstArrivedAt,
        lastArrivedAt,
        at,
        completedAt,
        imagesAfterReportAt,
        cancelledAt,
        cancelledWhy,
        expiresAt);
  }

  public Progress cancelled(Instant at, String why) {
    return new Progress(
        firstArrivedAt,
        lastArrivedAt,
        readyAt,
        completedAt,
        imagesAfterReportAt,
        at,
        why,
        expiresAt);
  }

  /** Not offered from then on; null leaves it to the setting for all. */
  public Progress withExpiresAt(Instant at) {
    return new Progress(
        firstArrivedAt,
        lastArrivedAt,
        readyAt,
        completedAt,
        imagesAfterReportAt,
        cancelledAt,
        cancelledWhy,
        at);
  }

  public static Progress expiring(Instant expiresAt) {
    return new Progress(null, null, null, null, null, null, null, expiresAt);
  }
}
