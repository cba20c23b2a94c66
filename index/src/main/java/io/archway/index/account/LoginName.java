package io.archway.index.account;

import io.archway.index.database.BoundedText;
import java.text.Normalizer;
import java.util.Locale;

/** Usernames and e-mail addresses as they are compared: NFKC, without case and padding. */
final class LoginName {
  private LoginName() {}

  static String clean(String name) {
    return BoundedText.orNull(name);
  }

  static String fold(String name) {
    String bounded = BoundedText.of(name);
    return BoundedText.of(
        Normalizer.normalize(bounded, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT));
  }
}
