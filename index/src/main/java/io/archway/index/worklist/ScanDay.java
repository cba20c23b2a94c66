package io.archway.index.worklist;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * A modality on a day, by which images and orders of one patient may belong together.
 *
 * @param zone of the day of images that tell none: they are of when they came
 */
public record ScanDay(String modality, LocalDate day, ZoneId zone) {
  Instant begin() {
    return day.atStartOfDay(zone).toInstant();
  }

  Instant end() {
    return day.plusDays(1).atStartOfDay(zone).toInstant();
  }
}
