package io.archway.http.account;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;

/**
 * The codes of authenticators (RFC 6238): six digits of HMAC-SHA-1, a new one every 30 seconds,
 * which all such programs know. The step before and the one after are taken too, since clocks
 * differ. Thread-safe.
 */
final class TimeCodes {

  static final int SECRET_BYTES = 20;

  private static final Duration STEP = Duration.ofSeconds(30);
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private final TimeBasedOneTimePasswordGenerator generator =
      new TimeBasedOneTimePasswordGenerator(STEP);

  static byte[] newSecret() {
    return Secrets.bytes(SECRET_BYTES);
  }

  /** The step of this code, if it is one of now and later than the last that counted. */
  OptionalLong step(byte[] secret, String code, Instant now, long lastStep) {
    long current = now.getEpochSecond() / STEP.toSeconds();
    for (long step = current - 1; step <= current + 1; step++) {
      if (step > lastStep && code(secret, Instant.ofEpochSecond(step * 30)).equals(code)) {
        return OptionalLong.of(step);
      }
    }
    return OptionalLong.empty();
  }

  /** As an authenticator shows it at this moment. */
  String code(byte[] secret, Instant moment) {
    try {
      return generator.generateOneTimePasswordString(
          new SecretKeySpec(secret, generator.getAlgorithm()), moment);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e); // any bytes are a key
    }
  }

  /** As people type a secret into an authenticator (RFC 4648 6, without padding). */
  static String base32(byte[] secret) {
    StringBuilder text = new StringBuilder();
    int bits = 0;
    int count = 0;
    for (byte b : secret) {
      bits = bits << 8 | b & 0xFF;
      for (count += 8; count >= 5; count -= 5) {
        text.append(BASE32.charAt(bits >> count - 5 & 31));
      }
    }
    if (count > 0) {
      text.append(BASE32.charAt(bits << 5 - count & 31));
    }
    return text.toString();
  }
}
