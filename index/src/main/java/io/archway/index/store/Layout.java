package io.archway.index.store;

import java.util.Locale;

/** Names of the store's files and folders on its disk. */
final class Layout {

  static final String LOG = "log";
  static final String LARGE = "large";
  static final String QUARANTINE = "quarantine";

  private static final String SUFFIX = ".seg";
  private static final int DIGITS = 12;

  private Layout() {}

  static String segment(long number) {
    return LOG + "/" + digits(number) + SUFFIX;
  }

  static String largeFolder(long segment) {
    return LARGE + "/" + digits(segment);
  }

  static boolean isLarge(String name) {
    return name.startsWith(LARGE + "/");
  }

  /** The number in a segment's file name (without folder) or -1 when it is none. */
  static long segmentNumber(String fileName) {
    return fileName.endsWith(SUFFIX)
        ? number(fileName.substring(0, fileName.length() - SUFFIX.length()))
        : -1;
  }

  /** The number in a folder's name or -1 when it is none. */
  static long number(String name) {
    return name.length() == DIGITS && name.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Long.parseLong(name)
        : -1;
  }

  private static String digits(long number) {
    return String.format(Locale.ROOT, "%0" + DIGITS + "d", number);
  }
}
