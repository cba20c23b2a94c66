package io.archway.http.account;

/** What a new password must be. Length alone, counted in characters (NIST SP 800-63B 3.1.1.2). */
public final class PasswordPolicy {

  public static final int MIN_LENGTH = 8;
  public static final int MAX_LENGTH = 255;

  /** The policy in words, for whoever chooses a password. */
  public static final String TEXT =
      "expected: " + MIN_LENGTH + " to " + MAX_LENGTH + " characters, any of them";

  private PasswordPolicy() {}

  public static boolean allows(String password) {
    int length = password.codePointCount(0, password.length());
    return length >= MIN_LENGTH && length <= MAX_LENGTH && !password.isBlank();
  }
}
