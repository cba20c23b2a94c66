package io.archway.index.account;

import io.archway.index.database.BoundedText;
import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Usernames and e-mail addresses as they are compared: NFKC, without case and padding, and what
 * follows an @ as the domain that mail goes to, however it is written.
 */
public final class LoginName {
  private LoginName() {}

  static String clean(String name) {
    return BoundedText.orNull(name);
  }

  /** Whether a username is no e-mail address but its user's own: those of others sign in, too. */
  public static boolean mayBe(String username, String email) {
    String folded = fold(username);
    return folded.indexOf('@') < 0 || email != null && folded.equals(fold(email));
  }

  /** Two names that are folded alike are one. */
  public static String fold(String name) {
    String bounded = BoundedText.of(name);
    String folded = Normalizer.normalize(bounded, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return BoundedText.of(withDomain(folded));
  }

  private static String withDomain(String folded) {
    int at = folded.lastIndexOf('@') + 1;
    try {
      return at == 0 ? folded : folded.substring(0, at) + IDN.toASCII(folded.substring(at));
    } catch (IllegalArgumentException e) {
      return folded; // no domain after all
    }
  }
}
