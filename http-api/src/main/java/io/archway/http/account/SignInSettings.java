package io.archway.http.account;

import java.time.Duration;

/**
 * Limits of signing in.
 *
 * @param tokenLifetime how long a token lasts that a sign-in gave
 * @param maxFailures of one account name from one network within the window; further tries are
 *     answered 429
 * @param maxFailuresPerAddress of one network, whatever the account
 * @param failureWindow counted from the first failure
 */
public record SignInSettings(
    Duration tokenLifetime, int maxFailures, int maxFailuresPerAddress, Duration failureWindow) {

  public SignInSettings {
    requirePositive("tokenLifetime", tokenLifetime);
    requirePositive("failureWindow", failureWindow);
    requirePositive("maxFailures", maxFailures);
    requirePositive("maxFailuresPerAddress", maxFailuresPerAddress);
  }

  public static SignInSettings defaults() {
    return new SignInSettings(Duration.ofHours(12), 10, 100, Duration.ofMinutes(5));
  }

  private static void requirePositive(String name, int number) {
    if (number < 1) {
      throw new IllegalArgumentException(name + ": " + number + " (expected: >= 1)");
    }
  }

  private static void requirePositive(String name, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(name + ": " + duration + " (expected: > 0)");
    }
  }
}
