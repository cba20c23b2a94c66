package io.archway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IntervalThreadTest {
  private static final long MINUTE = 60_000;

  private IntervalThread thread;

  @Test
  void turnsUntilItIsClosed() {
    AtomicInteger turns = new AtomicInteger();
    start(1, turns::incrementAndGet);
    await().until(() -> turns.get() > 2);
    assertThat(thread.close(MINUTE)).isTrue();
    int then = turns.get();
    assertThat(thread.pause()).isFalse();
    assertThat(turns).hasValue(then);
  }

  @Test
  void doesNotFinishAPauseWhenItIsClosed() {
    AtomicInteger turns = new AtomicInteger();
    start(Long.MAX_VALUE, turns::incrementAndGet);
    assertThat(thread.close(MINUTE)).isTrue();
    assertThat(turns).hasValue(0);
  }

  @Test
  void isNotWaitedForBeyondTheLimitAndEndsWhenItsStepDoes() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    start(
        1,
        () -> {
          begun.countDown();
          awaitUninterrupted(goOn);
        });
    begun.await();
    assertThat(thread.close(0)).isFalse();
    assertThat(thread.close(10)).isFalse();
    assertThat(thread.isStopping()).isTrue();
    goOn.countDown();
    assertThat(thread.close(MINUTE)).isTrue();
  }

  @Test
  void oneThatWasNeverStartedIsClosedAtOnce() {
    thread = new IntervalThread("never", 1, () -> {});
    assertThat(thread.close(MINUTE)).isTrue();
  }

  private void start(long intervalMillis, Runnable turn) {
    thread =
        new IntervalThread(
            "test",
            intervalMillis,
            () -> {
              while (thread.pause()) {
                turn.run();
              }
            });
    thread.start();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted: it might be inside H2", e);
    }
  }
}
