package io.archway.index.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.index.database.LogHold.Home;
import io.archway.index.store.LogPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gateways on one PostgreSQL that have logs of their own, and the same one at two places. */
class LogHoldTest {
  private static final String STORE = "default";
  private static final Home FIRST = new Home("id-1", "one:/srv/archway");
  private static final Home MOVED = new Home("id-1", "two:/srv/archway");
  private static final Home SECOND = new Home("id-2", "two:/srv/archway");
  private static final LogPosition SOMEWHERE = new LogPosition(3, 4);

  private Database database;

  @BeforeEach
  void open() {
    database = TestDatabase.POSTGRESQL.open();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void anotherDataFolderIsRefusedForGoodAndToldWhose() {
    LogHold first = take(FIRST);
    assertThatThrownBy(() -> take(SECOND))
        .isInstanceOf(LogHeldException.class)
        .hasMessageContaining(FIRST.place())
        .hasMessageContaining(" since " + Instant.now().toString().substring(0, 4))
        .hasMessageContaining("seen 0 s ago");
    first.release();
    assertThatThrownBy(() -> take(SECOND))
        .isInstanceOf(LogHeldException.class)
        .hasMessageContaining("not in use now")
        .extracting(e -> ((LogHeldException) e).homeId())
        .isEqualTo(FIRST.id());
  }

  @Test
  void whoWasKilledComesBackAtOnce() {
    LogHold killed = take(FIRST);
    LogHold next = take(FIRST);
    assertThat(next.number()).isGreaterThan(killed.number());
    assertThat(next.renew()).isTrue();
  }

  @Test
  void aCopyIsRefusedWhileTheOtherIsThere() {
    take(FIRST);
    assertThatThrownBy(() -> take(MOVED))
        .isInstanceOf(LogHeldException.class)
        .hasMessageContaining(FIRST.place())
        .hasMessageContaining("start in");
    seenSecondsAgo(LogHold.LEASE.toSeconds() - 10);
    assertThatThrownBy(() -> take(MOVED)).isInstanceOf(LogHeldException.class);
    seenSecondsAgo(LogHold.LEASE.toSeconds() + 1);
    assertThat(take(MOVED).renew()).isTrue();
  }

  @Test
  void aDataFolderThatWasMovedInOrderIsTakenAtOnce() {
    take(FIRST).release();
    assertThat(take(MOVED).renew()).isTrue();
  }

  @Test
  void whoWasReplacedMovesNothingAnyMore() {
    LogHold first = take(FIRST);
    advance(first.number(), SOMEWHERE);
    seenSecondsAgo(LogHold.LEASE.toSeconds() + 1);
    LogHold second = take(MOVED);

    assertThat(first.renew()).isFalse();
    first.release();
    assertThat(second.renew()).isTrue();
    assertThatThrownBy(() -> advance(first.number(), new LogPosition(9, 9)))
        .isInstanceOf(IndexUnavailableException.class);
    assertThatThrownBy(() -> advance(0, new LogPosition(9, 9)))
        .isInstanceOf(IndexUnavailableException.class);
    assertThat(position()).isEqualTo(SOMEWHERE);
    advance(second.number(), new LogPosition(4, 0));
    assertThat(position()).isEqualTo(new LogPosition(4, 0));
  }

  @Test
  void ofTwoThatStartAtOnceOneGetsIt() {
    List<CompletableFuture<Boolean>> starts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Home home = new Home("id-" + i, "host-" + i + ":/srv/archway");
      starts.add(CompletableFuture.supplyAsync(() -> isTaken(home)));
    }
    assertThat(starts.stream().filter(CompletableFuture::join)).hasSize(1);
  }

  @Test
  void aPositionFromBeforeThereWereHoldsIsTakenOver() {
    advance(0, SOMEWHERE);
    LogHold first = take(FIRST);
    assertThat(position()).isEqualTo(SOMEWHERE);
    advance(first.number(), new LogPosition(4, 0));
    assertThat(position()).isEqualTo(new LogPosition(4, 0));
  }

  private boolean isTaken(Home home) {
    try {
      take(home);
      return true;
    } catch (LogHeldException e) {
      return false;
    }
  }

  private LogHold take(Home home) {
    return LogHold.take(database, STORE, home);
  }

  private void seenSecondsAgo(long seconds) {
    database.inTransaction(
        handle ->
            handle.execute(
                "UPDATE log_position SET seen_at = ?", Instant.now().minusSeconds(seconds)));
  }

  private void advance(long hold, LogPosition to) {
    database.inConnection(
        connection -> {
          LogPositions.advance(connection, STORE, hold, to, LogPosition.START);
          return null;
        });
  }

  private LogPosition position() {
    return database.inConnection(connection -> LogPositions.find(connection, STORE));
  }
}
