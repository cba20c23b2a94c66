package io.archway.http.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** Random texts that nobody can guess, and the digests by which we know them again. Thread-safe. */
final class Secrets {

  private static final int TOKEN_BYTES = 32;
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");

  /** Without characters that look alike. */
  private static final String LEGIBLE = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  private static final int PASSWORD_LENGTH = 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  /** 256 random bits. */
  static String token() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(TOKEN_BYTES));
  }

  static boolean looksLikeToken(String text) {
    return TOKEN.matcher(text).matches();
  }

  /** More than 110 random bits that a person can type. */
  static String password() {
    return RANDOM
        .ints(PASSWORD_LENGTH, 0, LEGIBLE.length())
        .mapToObj(LEGIBLE::charAt)
        .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
        .toString();
  }

  /** Six digits, for a few minutes. */
  static String code() {
    return "%06d".formatted(RANDOM.nextInt(1_000_000));
  }

  /** About 59 random bits, of characters that do not look alike, in two groups. */
  static String recoveryCode() {
    String text = password().toLowerCase(Locale.ROOT).replace('l', 'k');
    return text.substring(0, 6) + "-" + text.substring(6, 12);
  }

  static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
