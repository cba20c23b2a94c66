package io.archway.dicom.net;

/** What a UID may look like (PS3.5 9.1), leniently: leading zeros in a component are let pass. */
final class UidSyntax {

  private static final int MAX_LENGTH = 64;

  private UidSyntax() {}

  static boolean isValid(String uid) {
    if (uid.isEmpty() || uid.length() > MAX_LENGTH) {
      return false;
    }
    boolean digitBefore = false;
    for (int i = 0; i < uid.length(); i++) {
      char c = uid.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      if (!digit && (c != '.' || !digitBefore)) {
        return false;
      }
      digitBefore = digit;
    }
    return digitBefore;
  }
}
