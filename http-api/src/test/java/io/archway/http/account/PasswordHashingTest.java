package io.archway.http.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PasswordHashingTest {

  private final PasswordHashing passwords = new PasswordHashing();

  @Test
  void aHashSaysHowItWasMadeAndFitsItsPasswordOnly() {
    String hash = passwords.hash("correct horse");
    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(passwords.verify("correct horse", hash)).isTrue();
    assertThat(passwords.verify("correct hors", hash)).isFalse();
    assertThat(passwords.verify("", hash)).isFalse();
    assertThat(passwords.hash("correct horse")).isNotEqualTo(hash);
  }

  @Test
  void theSameCharactersAreTheSameHoweverComposed() {
    assertThat(passwords.verify("Zu\u0308rich 1", passwords.hash("Z\u00FCrich 1"))).isTrue();
  }

  @Test
  void nobodyHasAHashThatNoPasswordFits() {
    assertThat(passwords.verify("secret", null)).isFalse();
    assertThat(passwords.verify("", null)).isFalse();
  }

  @Test
  void moreThanMayWaitAreRefusedAndAllOthersServed() throws Exception {
    PasswordHashing two = new PasswordHashing(1, 1, 60_000);
    String hash = passwords.hash("correct horse");
    AtomicInteger refused = new AtomicInteger();
    AtomicInteger served = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        done.add(threads.submit(() -> count(two, hash, served, refused)));
      }
      for (Future<?> each : done) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(served.get()).isGreaterThanOrEqualTo(2);
    assertThat(refused.get()).isPositive();
    assertThat(served.get() + refused.get()).isEqualTo(24);
    assertThat(two.verify("correct horse", hash)).isTrue();
  }

  private static void count(
      PasswordHashing passwords, String hash, AtomicInteger served, AtomicInteger refused) {
    try {
      assertThat(passwords.verify("correct horse", hash)).isTrue();
      served.incrementAndGet();
    } catch (ProblemException e) {
      assertThat(e.problem().type()).isEqualTo(ProblemType.UNAVAILABLE);
      assertThat(e.problem().headers()).containsKey("Retry-After");
      refused.incrementAndGet();
    }
  }

  @Test
  void whoWaitsTooLongIsRefused() {
    PasswordHashing none = new PasswordHashing(0, 1, 1);
    assertThatThrownBy(() -> none.hash("correct horse")).isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> none.hash("correct horse")).isInstanceOf(ProblemException.class);
  }

  @Test
  void passwordsAreCountedInCharacters() {
    assertThat(PasswordPolicy.allows("1234567")).isFalse();
    assertThat(PasswordPolicy.allows("12345678")).isTrue();
    assertThat(PasswordPolicy.allows("\uD83D\uDE00".repeat(7))).isFalse();
    assertThat(PasswordPolicy.allows("a".repeat(255))).isTrue();
    assertThat(PasswordPolicy.allows("a".repeat(256))).isFalse();
    assertThat(PasswordPolicy.allows(" ".repeat(8))).isFalse();
  }
}
