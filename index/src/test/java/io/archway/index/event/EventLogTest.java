package io.archway.index.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.Daos;
import io.archway.index.database.Database;
import io.archway.index.database.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class EventLogTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901Z");

  @Parameter TestDatabase kind;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Database database;
  private EventDao events;

  @BeforeEach
  void open() {
    database = kind.open();
    events = Daos.of(database, EventDao.class);
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    database.close();
  }

  @Test
  void numbersFollowEachOtherFromOne() {
    append(1);
    append(3);
    append(2);
    assertThat(events.after(0, 100))
        .extracting(Event::eventNumber)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(events.after(4, 1)).extracting(Event::eventNumber).containsExactly(5L);
    assertThat(events.after(0, 1).get(0).occurredAt()).isEqualTo(NOW);
    assertThat(events.lastNumber()).isEqualTo(6);
  }

  @Test
  void followersSeeNoGapWhileAWriterStallsBeforeItsCommit() throws Exception {
    CountDownLatch counted = new CountDownLatch(1);
    CountDownLatch commit = new CountDownLatch(1);
    CompletableFuture<Void> stalled =
        CompletableFuture.runAsync(() -> appendAndStall(counted, commit), threads);
    counted.await();
    CompletableFuture<Void> other = CompletableFuture.runAsync(() -> append(1), threads);
    assertThat(events.after(0, 10)).isEmpty();
    commit.countDown();
    stalled.get(30, TimeUnit.SECONDS);
    other.get(30, TimeUnit.SECONDS);
    assertThat(events.after(0, 10)).extracting(Event::eventNumber).containsExactly(1L, 2L);
  }

  @Test
  void followerOfConcurrentWritersMissesNothingAndSeesNothingTwice() throws Exception {
    int writers = 4;
    int each = 25;
    List<CompletableFuture<Void>> writing = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      writing.add(
          CompletableFuture.runAsync(
              () -> LongStream.range(0, each).forEach(one -> append(1)), threads));
    }
    List<Long> seen = new ArrayList<>();
    long last = 0;
    while (seen.size() < writers * each) {
      for (Event event : events.after(last, 7)) {
        last = event.eventNumber();
        seen.add(last);
      }
    }
    writing.forEach(CompletableFuture::join);
    assertThat(seen)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, writers * each).boxed().toList());
  }

  private void append(int count) {
    List<NewEvent> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(new NewEvent(1, EventType.MEDIUM_UPDATED, 2L, 3L, 4L, null, null, null));
    }
    database.inConnection(
        connection -> {
          EventLog.append(connection, all, NOW);
          return null;
        });
  }

  private void appendAndStall(CountDownLatch counted, CountDownLatch commit) {
    database.inConnection(
        connection -> {
          NewEvent event =
              new NewEvent(1, EventType.MEDIUM_ARRIVED, null, null, null, null, null, null);
          EventLog.append(connection, List.of(event), NOW);
          counted.countDown();
          try {
            commit.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return null;
        });
  }
}
