package io.archway.gateway.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PartsTest {
  private static final Deadline LATER = Deadline.in(Duration.ofMinutes(5));

  private final List<String> closed = new CopyOnWriteArrayList<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private final Parts parts = new Parts();

  @AfterEach
  void letGo() {
    never.countDown();
  }

  @Test
  void closesInTheReverseOrderOfTheStart() {
    parts.add("first", () -> closed.add("first"));
    parts.add("second", () -> closed.add("second"));
    assertThat(parts.close(LATER)).isEqualTo(Stopped.WELL);
    assertThat(parts.close(LATER)).isEqualTo(Stopped.WELL);
    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void aPartThatFailsToCloseDoesNotKeepTheOthersOpen() {
    parts.add("first", () -> closed.add("first"));
    parts.add("second", PartsTest::fail);
    parts.add("third", PartsTest::fail);
    Stopped stopped = parts.close(LATER);
    assertThat(stopped.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(stopped.text()).isEqualTo("third did not close");
    assertThat(stopped.failed()).hasSize(2);
    assertThat(closed).containsExactly("first");
    assertThatThrownBy(stopped::orThrow).isInstanceOf(CommandFailure.class);
  }

  @Test
  void aPartThatDoesNotEndIsNamedAndWhatItMayStandOnStaysOpen() {
    parts.add("database", () -> closed.add("database"));
    parts.add("store", () -> closed.add("store"));
    parts.add("intake", never::await);
    parts.add("recorder", () -> closed.add("recorder"));
    Stopped stopped = parts.close(Deadline.in(Duration.ofSeconds(2)));
    assertThat(stopped.late()).containsExactly("intake");
    assertThat(stopped.leftOpen()).containsExactly("store", "database");
    assertThat(closed).containsExactly("recorder");
    assertThat(stopped.exitCode()).isEqualTo(ExitCode.STOP_TIMED_OUT);
    assertThat(stopped.text())
        .isEqualTo(
            "did not end in time: intake; left open: store, database. What was acknowledged is"
                + " safe");
  }

  @Test
  void aPartMaySayThatItHasNotEnded() {
    parts.add("retention", new Object(), workMillis -> false);
    assertThat(parts.close(LATER).late()).containsExactly("retention");
  }

  @Test
  void eachGetsWhatTheOthersLeft() {
    List<Long> given = new CopyOnWriteArrayList<>();
    parts.add("second", new Object(), workMillis -> given.add(workMillis));
    parts.add("first", new Object(), workMillis -> given.add(workMillis));
    Deadline deadline = Deadline.in(Duration.ofSeconds(60));
    parts.close(deadline);
    assertThat(given.get(0)).isBetween(1L, 60_000L);
    assertThat(given.get(1)).isBetween(1L, given.get(0));
  }

  @Test
  void togetherNoneWaitsForAnother() {
    CyclicBarrier both = new CyclicBarrier(2);
    parts.add("first", () -> both.await(1, TimeUnit.MINUTES));
    parts.add("second", () -> both.await(1, TimeUnit.MINUTES));
    assertThat(parts.closeTogether(LATER, LATER)).isEqualTo(Stopped.WELL);
  }

  @Test
  void togetherOneThatDoesNotEndKeepsNoOtherOpen() {
    parts.add("folder", never::await);
    parts.add("http", () -> closed.add("http"));
    parts.add("dicom", () -> closed.add("dicom"));
    Stopped stopped = parts.closeTogether(LATER, Deadline.in(Duration.ofSeconds(2)));
    assertThat(stopped.late()).containsExactly("folder");
    assertThat(stopped.leftOpen()).isEmpty();
    assertThat(closed).containsExactlyInAnyOrder("http", "dicom");
  }

  private static void fail() {
    throw new IllegalStateException("broken");
  }
}
