package io.archway.http.imaging.account;

/** E-mail addresses as they are usual: no quoted parts, no comments (RFC 5321 4.1.2 has both). */
final class Email {

  static final String PATTERN =
      "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){1,8}";

  static final String MEANING = "an e-mail address";

  private Email() {}
}
