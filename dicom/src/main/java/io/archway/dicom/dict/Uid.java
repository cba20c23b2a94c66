package io.archway.dicom.dict;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.UUID;

/** Rules and making of unique identifiers (PS3.5 9 and B.2). Stateless, any thread. */
public final class Uid {
  /** Most characters of a UID. */
  public static final int MAX_LENGTH = 64;

  private Uid() {}

  /**
   * True if the text is 1 to 64 characters of digits in components divided by single dots, no
   * component of more than one digit starting with zero. Trim received text first.
   */
  public static boolean isValid(String uid) {
    return isWellFormed(uid, false);
  }

  /**
   * As {@link #isValid}, but leading zeros in a component pass: wrong, common in the field, and
   * harmless to whoever only compares the text.
   */
  public static boolean isUsable(String uid) {
    return isWellFormed(uid, true);
  }

  /** The text without trailing and leading spaces and NULs, both of which senders pad with. */
  public static String trim(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) <= ' ') {
      end--;
    }
    int start = 0;
    while (start < end && text.charAt(start) <= ' ') {
      start++;
    }
    return text.substring(start, end);
  }

  /** A new UID under 2.25 from a random UUID. */
  public static String random() {
    return of(UUID.randomUUID());
  }

  /** The UID under 2.25 of a UUID (PS3.5 B.2). */
  public static String of(UUID uuid) {
    byte[] bytes =
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array();
    return "2.25." + new BigInteger(1, bytes);
  }

  private static boolean isWellFormed(String uid, boolean leadingZeros) {
    if (uid == null || uid.isEmpty() || uid.length() > MAX_LENGTH) {
      return false;
    }
    int componentStart = 0;
    for (int i = 0; i <= uid.length(); i++) {
      char c = i == uid.length() ? '.' : uid.charAt(i);
      if (c == '.') {
        int digits = i - componentStart;
        if (digits == 0 || (!leadingZeros && digits > 1 && uid.charAt(componentStart) == '0')) {
          return false;
        }
        componentStart = i + 1;
      } else if (c < '0' || c > '9') {
        return false;
      }
    }
    return true;
  }
}
