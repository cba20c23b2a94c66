package io.archway.http.contact;

import io.archway.http.kernel.FieldErrors;
import java.net.IDN;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * E-mail addresses as they are usual: no quoted parts, no comments (RFC 5321 4.1.2 has both), the
 * part before the @ in ASCII, the domain of any script (RFC 5891). Whether mail comes to somebody
 * only sending tells.
 */
public final class EmailAddress {

  public static final String MEANING = "an e-mail address like name@example.org";

  private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]";
  private static final String LETTER = "[\\p{L}\\p{M}\\p{N}]";
  private static final String LABEL = LETTER + "(?:[\\p{L}\\p{M}\\p{N}-]{0,61}" + LETTER + ")?";

  /** Its form; that its domain may be one, {@link #isValid} tells. */
  public static final String PATTERN =
      "(?=[^@]{1,64}@)" + ATOM + "+(?:\\." + ATOM + "+)*@" + LABEL + "(?:\\." + LABEL + ")+";

  private static final Pattern FORM = Pattern.compile(PATTERN);
  private static final int MAX_LENGTH = 254;

  private EmailAddress() {}

  public static boolean isValid(String text) {
    return text.length() <= MAX_LENGTH && FORM.matcher(text).matches() && wire(text).isPresent();
  }

  /** Adds what is wrong; null is not said. */
  public static void check(FieldErrors errors, String field, String text) {
    if (text != null && !isValid(text)) {
      errors.add(field, "expected: " + MEANING);
    }
  }

  /** The address as mail servers know it, its domain in ASCII; empty where that cannot be. */
  public static Optional<String> wire(String text) {
    int at = text.lastIndexOf('@');
    try {
      String address =
          text.substring(0, at + 1) + IDN.toASCII(text.substring(at + 1), IDN.USE_STD3_ASCII_RULES);
      return address.length() <= MAX_LENGTH ? Optional.of(address) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
