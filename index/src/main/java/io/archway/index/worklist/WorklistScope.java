package io.archway.index.worklist;

import java.time.Instant;
import java.time.LocalDateTime;

/**
 * What of the worklist whoever asks may see. Null does not restrict: {@code stationAeTitle} shows
 * steps of that station and of any, {@code officeKey} those of one office, {@code startsFrom} none
 * that should have started before. {@code showsStarted} also offers steps in progress; {@code now}
 * ends items that expire by themselves.
 */
public record WorklistScope(
    long organizationKey,
    String stationAeTitle,
    Long officeKey,
    LocalDateTime startsFrom,
    boolean showsStarted,
    Instant now) {
  /** All of an organization, in progress or not. */
  public static WorklistScope all(long organizationKey, Instant now) {
    return new WorklistScope(organizationKey, null, null, null, true, now);
  }
}
