package io.archway.index.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckpointTest {
  private final ExecutorService threads = Executors.newFixedThreadPool(9);
  private final AtomicInteger forces = new AtomicInteger();
  private final CountDownLatch disk = new CountDownLatch(1);

  @AfterEach
  void stop() {
    disk.countDown();
    threads.shutdown();
  }

  @Test
  void allWhoWaitWhileOneRunsShareTheNext() {
    Checkpoint checkpoint = new Checkpoint(this::slowForce);
    CompletableFuture<Void> first = CompletableFuture.runAsync(checkpoint::await, threads);
    await().until(() -> forces.get() == 1);
    List<CompletableFuture<Void>> waiters = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      waiters.add(CompletableFuture.runAsync(checkpoint::await, threads));
    }
    await().until(() -> checkpoint.waiting() == 8);
    assertThat(waiters).noneMatch(CompletableFuture::isDone);
    disk.countDown();
    first.join();
    waiters.forEach(CompletableFuture::join);
    assertThat(forces).hasValue(2);
  }

  @Test
  void whoCommitsLaterIsForcedAgain() {
    disk.countDown();
    Checkpoint checkpoint = new Checkpoint(this::slowForce);
    checkpoint.await();
    checkpoint.await();
    assertThat(forces).hasValue(2);
  }

  @Test
  void failureReachesWhoeverWaitedAndNobodyLater() {
    AtomicInteger failures = new AtomicInteger(1);
    Checkpoint checkpoint =
        new Checkpoint(
            () -> {
              if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("disk");
              }
            });
    assertThatThrownBy(checkpoint::await).hasMessage("disk");
    checkpoint.await();
  }

  private void slowForce() {
    forces.incrementAndGet();
    try {
      disk.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
