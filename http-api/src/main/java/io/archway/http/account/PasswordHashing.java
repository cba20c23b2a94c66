package io.archway.http.account;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import java.text.Normalizer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Argon2id (RFC 9106) with 19 MiB, two passes, one lane. So many hashes are computed at once, so
 * many more wait for their turn; all others are answered 503 at once, so that sign-ins take neither
 * the memory nor all workers. Thread-safe.
 */
public final class PasswordHashing {

  /** Memory of one hash in KiB. */
  static final int MEMORY_KIB = 19 * 1024;

  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int HASH_BYTES = 32;
  private static final int SALT_BYTES = 16;
  private static final int RETRY_AFTER_SECONDS = 2;

  /** Of a random password that nobody kept. */
  private static final String HASH_OF_NOBODY =
      "$argon2id$v=19$m=19456,t=2,p=1$1dTZbETE2n5E+YI3A2tm0A"
          + "$qGbmjDojwPoHeQL9lXOnDJP4LScXfD0murQO3AdvIbU";

  private final Semaphore running;
  private final Semaphore present;
  private final long maxWaitMillis;

  /** Two at once and two more that wait at most five seconds. */
  public PasswordHashing() {
    this(2, 2, 5_000);
  }

  PasswordHashing(int maxRunning, int maxWaiting, long maxWaitMillis) {
    this.running = new Semaphore(maxRunning, true);
    this.present = new Semaphore(maxRunning + maxWaiting);
    this.maxWaitMillis = maxWaitMillis;
  }

  /** The hash to keep, with its salt and parameters. */
  public String hash(String password) {
    return inTurn(
        () ->
            Password.hash(normalized(password))
                .addRandomSalt(SALT_BYTES)
                .with(function())
                .getResult());
  }

  /**
   * Whether the password has this hash; null stands for nobody's and costs the same time. The
   * digests are compared in constant time.
   */
  boolean verify(String password, String hash) {
    String other = hash == null ? HASH_OF_NOBODY : hash;
    return inTurn(
        () -> {
          Argon2Function function = Argon2Function.getInstanceFromHash(other);
          return function.check(normalized(password), other) && hash != null;
        });
  }

  private interface Work<T> {
    T run();
  }

  private <T> T inTurn(Work<T> work) {
    if (!present.tryAcquire()) {
      throw busy();
    }
    try {
      if (!running.tryAcquire(maxWaitMillis, TimeUnit.MILLISECONDS)) {
        throw busy();
      }
      try {
        return work.run();
      } finally {
        running.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    } finally {
      present.release();
    }
  }

  private static ProblemException busy() {
    return Problem.unavailable("Too many sign-ins at once. Try again later.", RETRY_AFTER_SECONDS)
        .toException();
  }

  private static Argon2Function function() {
    return Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID);
  }

  /** The same characters, whichever way a keyboard composed them (RFC 8265 4.2). */
  private static String normalized(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFC);
  }
}
