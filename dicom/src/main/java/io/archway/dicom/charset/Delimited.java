package io.archway.dicom.charset;

/** Trimming of padding and of empty parts at the end of a delimited value. */
final class Delimited {
  private Delimited() {}

  /** Without spaces, NULs and other white space at both ends; null is empty. */
  static String trim(String text) {
    if (text == null) {
      return "";
    }
    int start = 0;
    int end = text.length();
    while (start < end && isPadding(text.charAt(start))) {
      start++;
    }
    while (end > start && isPadding(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  static String withoutTrailing(String text, char delimiter) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == delimiter) {
      end--;
    }
    return text.substring(0, end);
  }

  private static boolean isPadding(char c) {
    return c <= ' ' || Character.isSpaceChar(c);
  }
}
