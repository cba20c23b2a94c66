package io.archway.http.account;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The password of a gateway's first user, given or made up. Its hash is made when it is asked for,
 * or before, beside what else a first start does. Thread-safe.
 */
public final class FirstPassword {
  private final String chosen;
  private final boolean given;
  private final FutureTask<String> hash;

  /**
   * @param given null or empty: one is made up
   * @throws IllegalArgumentException where the rules of passwords do not allow it
   */
  public FirstPassword(String given, PasswordHashing passwords) {
    this.given = given != null && !given.isEmpty();
    if (this.given && !PasswordPolicy.allows(given)) {
      throw new IllegalArgumentException(
          "password of the administrator (" + PasswordPolicy.TEXT + ")");
    }
    chosen = this.given ? given : Secrets.password();
    hash = new FutureTask<>(() -> passwords.hash(chosen));
  }

  /** Begins with the hash on a thread of its own, which costs a third of a second. */
  public void hashAhead() {
    Thread thread = new Thread(hash, "first-password");
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits for who makes it, or makes it. */
  String hash() {
    hash.run();
    try {
      return hash.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException();
    }
  }

  /** To be shown once, here and never again; empty if it was given. */
  Optional<String> madeUp() {
    return given ? Optional.empty() : Optional.of(chosen);
  }
}
