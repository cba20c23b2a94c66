package io.archway.http.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is done again and again goes on, whatever one time of it came to. */
final class RepeatingThreadTest {

  @Test
  void goesOnAfterAnError() throws InterruptedException {
    CountDownLatch passes = new CountDownLatch(3);
    RepeatingThread thread =
        new RepeatingThread(
            "repeating",
            Duration.ofMillis(1),
            stopping -> {
              passes.countDown();
              if (passes.getCount() % 2 == 0) {
                throw new IllegalStateException("once");
              }
              throw new NoClassDefFoundError("twice");
            });
    thread.start();
    assertThat(passes.await(10, TimeUnit.SECONDS)).isTrue();
    thread.stop();
    assertThat(thread.join(10_000)).isTrue();
  }
}
