package io.archway.http.zip;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** A moment as MS-DOS kept it: time in the lower 16 bits, date in the upper ones. */
final class DosTime {

  private static final LocalDateTime FIRST = LocalDateTime.of(1980, 1, 1, 0, 0);
  private static final LocalDateTime LAST = LocalDateTime.of(2107, 12, 31, 23, 59, 58);

  private DosTime() {}

  static long of(Instant moment) {
    LocalDateTime time = LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
    time = time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
    long date =
        (time.getYear() - 1980L) << 9 | (long) time.getMonthValue() << 5 | time.getDayOfMonth();
    long clock = (long) time.getHour() << 11 | (long) time.getMinute() << 5 | time.getSecond() / 2;
    return date << 16 | clock;
  }
}
