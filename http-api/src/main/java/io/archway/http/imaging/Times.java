package io.archway.http.imaging;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

/** Times of day as the API writes them: always with seconds, fractions only where there are any. */
final class Times {

  private static final DateTimeFormatter WITH_SECONDS = DateTimeFormatter.ISO_LOCAL_TIME;

  private Times() {}

  static String text(LocalTime time) {
    return time == null ? null : WITH_SECONDS.format(time);
  }
}
