package io.archway.worklist.order;

import io.archway.index.order.OrderException;
import java.util.regex.Pattern;

/**
 * What values of an order may be, so that a data set can carry them (PS3.5 6.2). Identifiers would
 * be others if they were cut or cleaned: they are refused. Null stays null.
 */
public final class Said {
  public static final int SH = 16;
  public static final int LO = 64;

  private static final Pattern NO_TEXT = Pattern.compile("[\\\\\\p{Cntrl}]");
  private static final Pattern NO_LINES = Pattern.compile("[\\p{Cntrl}&&[^\r\n\t]]");
  private static final Pattern UID = Pattern.compile("[0-9]+(\\.[0-9]+)*");
  private static final Pattern MODALITY = Pattern.compile("[A-Z0-9_]{1,16}");

  private Said() {}

  /**
   * @param where the field or attribute, for the message
   */
  public static String id(String where, String value, int most) {
    if (value == null) {
      return null;
    }
    if (NO_TEXT.matcher(value).find()) {
      throw new OrderException(where + ": expected no backslash and no control character");
    }
    String id = value.strip();
    if (id.length() > most) {
      throw new OrderException(
          "%s: %d characters (expected: <= %d)".formatted(where, id.length(), most));
    }
    return id;
  }

  public static String requiredId(String where, String value, int most, String expected) {
    String id = id(where, value, most);
    if (id == null || id.isEmpty()) {
      throw OrderException.missing(where, expected);
    }
    return id;
  }

  /** As {@link #id}; nothing is not said. */
  public static String idOrNull(String where, String value, int most) {
    String id = id(where, value, most);
    return id == null || id.isEmpty() ? null : id;
  }

  public static String uid(String where, String value) {
    String uid = idOrNull(where, value, LO);
    if (uid != null && !UID.matcher(uid).matches()) {
      throw new OrderException(where + ": expected a UID of at most 64 digits and dots");
    }
    return uid;
  }

  public static String modality(String where, String value) {
    String modality = idOrNull(where, value, SH);
    if (modality != null && !MODALITY.matcher(modality).matches()) {
      throw new OrderException(where + ": expected a modality like CT, PX or IO");
    }
    return modality;
  }

  /** One line of descriptive text. */
  public static String text(String value) {
    return value == null ? null : NO_TEXT.matcher(value).replaceAll(" ").strip();
  }

  public static String textOrNull(String value) {
    String text = text(value);
    return text == null || text.isEmpty() ? null : text;
  }

  public static String lines(String value) {
    return value == null ? null : NO_LINES.matcher(value).replaceAll(" ").strip();
  }
}
