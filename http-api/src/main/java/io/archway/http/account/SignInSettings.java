package io.archway.http.account;

import java.time.Duration;

/**
 * Limits of signing in.
 *
 * @param tokenLifetime how long a token lasts that a sign-in gave
 * @param maxFailures of one account name or one network address within the window; further tries
 *     are answered 429
 * @param failureWindow counted from the first failure
 */
public record SignInSettings(Duration tokenLifetime, int maxFailures, Duration failureWindow) {

  public SignInSettings {
    requirePositive("tokenLifetime", tokenLifetime);
    requirePositive("failureWindow", failureWindow);
    if (maxFailures < 1) {
      throw new IllegalArgumentException("maxFailures: " + maxFailures + " (expected: >= 1)");
    }
  }

  public static SignInSettings defaults() {
    return new SignInSettings(Duration.ofHours(12), 10, Duration.ofMinutes(5));
  }

  private static void requirePositive(String name, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(name + ": " + duration + " (expected: > 0)");
    }
  }
}
