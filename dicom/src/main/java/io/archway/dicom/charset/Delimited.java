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

  /** Without delimiters and padding at the end. */
  static String withoutEmptyEnd(String text) {
    int end = text.length();
    while (end > 0 && isEmptyEnd(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  private static boolean isEmptyEnd(char c) {
    return c == '^' || c == '=' || isPadding(c);
  }

  private static boolean isPadding(char c) {
    return c <= ' ' || Character.isSpaceChar(c);
  }
}
