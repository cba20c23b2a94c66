package io.archway.http.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThrottleTest {

  private final AtomicLong nanos = new AtomicLong();
  private final Throttle throttle = new Throttle(6, 2, nanos::get);

  @Test
  void letsAKeyThroughSoManyTimesAMinute() {
    for (int i = 0; i < 6; i++) {
      throttle.pass("a");
    }
    assertThatThrownBy(() -> throttle.pass("a"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
              assertThat(e.problem().headers()).containsEntry("Retry-After", "11");
            });
    assertThat(throttle.tryPass("b")).isZero();
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(10) - 1);
    assertThat(throttle.tryPass("a")).isEqualTo(1);
    nanos.addAndGet(1);
    assertThat(throttle.tryPass("a")).isZero();
    assertThat(throttle.tryPass("a")).isPositive();
  }

  @Test
  void forgivesAndForgets() {
    for (int i = 0; i < 6; i++) {
      throttle.pass("a");
    }
    throttle.forgive("a");
    assertThat(throttle.tryPass("a")).isZero();
    for (int i = 0; i < 5; i++) {
      throttle.pass("a");
    }
    throttle.pass("b");
    throttle.pass("c");
    assertThat(throttle.tryPass("a")).as("the longest unused of three").isZero();
  }

  @Test
  void savesUpNoMoreThanAMinute() {
    throttle.pass("a");
    nanos.addAndGet(TimeUnit.HOURS.toNanos(1));
    for (int i = 0; i < 6; i++) {
      throttle.pass("a");
    }
    assertThat(throttle.tryPass("a")).isPositive();
  }
}
