package io.archway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.Disk;
import io.archway.testdata.Samples;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FreeSpaceWatchTest {
  private static final long RESERVE = 64L << 20;
  private static final IngestSettings SETTINGS =
      IngestFixture.settings().withFreeSpaceReserveBytes(RESERVE);

  private final CrashDisk disk = new CrashDisk();

  @Test
  void refusesBelowTheReserveAndTakesAgainAbove() throws Exception {
    try (IngestFixture gateway = IngestFixture.on(disk, SETTINGS)) {
      assertThat(gateway.intake.refusalNow()).isNull();
      disk.setCapacityBytes(RESERVE);
      await().until(() -> gateway.intake.refusalNow() != null);
      assertThat(gateway.store(Samples.tiny(1)))
          .isInstanceOfSatisfying(
              Verdict.Refused.class,
              refused -> assertThat(refused.reason()).isEqualTo(Refusal.OUT_OF_SPACE));
      disk.setCapacityBytes(Long.MAX_VALUE / 2);
      await().until(() -> gateway.intake.refusalNow() == null);
      assertThat(gateway.store(Samples.tiny(1))).isEqualTo(new Verdict.Stored());
    }
  }

  @Test
  void knowsBeforeTheFirstObject() throws Exception {
    disk.setCapacityBytes(RESERVE);
    try (IngestFixture gateway = IngestFixture.on(disk, SETTINGS)) {
      assertThat(gateway.intake.refusalNow().reason()).isEqualTo(Refusal.OUT_OF_SPACE);
    }
  }

  @Test
  void nobodyWaitsForADiskThatDoesNotAnswer() throws Exception {
    CountDownLatch asked = new CountDownLatch(2);
    CountDownLatch answer = new CountDownLatch(1);
    Disk slow = answeringOnceThenWhen(asked, answer);
    try (IngestFixture gateway = IngestFixture.on(slow, SETTINGS)) {
      asked.await();
      assertThat(gateway.intake.refusalNow()).isNull();
      assertThat(gateway.store(Samples.tiny(1))).isEqualTo(new Verdict.Stored());
      assertThat(answer.getCount()).as("still without an answer").isOne();
      answer.countDown();
    }
  }

  /** Answers how much is free at once the first time, later when it is let. */
  private Disk answeringOnceThenWhen(CountDownLatch asked, CountDownLatch answer) {
    return (Disk)
        Proxy.newProxyInstance(
            Disk.class.getClassLoader(),
            new Class<?>[] {Disk.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("freeBytes")) {
                asked.countDown();
                if (asked.getCount() == 0) {
                  answer.await();
                }
              }
              try {
                return method.invoke(disk, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
