package io.archway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.association.AssociationDao;
import io.archway.index.association.AssociationEnd;
import io.archway.index.association.AssociationStart;
import io.archway.index.association.AssociationState;
import io.archway.index.database.Daos;
import io.archway.index.database.Database;
import io.archway.index.database.TestDatabase;
import io.archway.index.event.Event;
import io.archway.index.event.EventDao;
import io.archway.index.event.EventLog;
import io.archway.index.event.EventType;
import io.archway.index.event.FollowerPosition;
import io.archway.index.event.NewEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class HistoryRetentionTest {
  private static final Instant NOW = Instant.parse("2026-10-25T10:00:00Z");
  private static final Duration KEPT = Duration.ofDays(10);
  private static final Instant OLD = NOW.minus(KEPT).minusMillis(1);
  private static final Instant YOUNG = NOW.minus(KEPT);

  @Parameter TestDatabase kind;
  private Database database;
  private AssociationDao associations;
  private EventDao events;

  @BeforeEach
  void open() {
    database = kind.open();
    associations = Daos.of(database, AssociationDao.class);
    events = Daos.of(database, EventDao.class);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void deletesEndedAssociationsOfLongAgoInSmallSteps() {
    int old = HistoryRetention.MOST_AT_ONCE + 1;
    for (int key = 1; key <= old; key++) {
      associate(key, OLD);
    }
    associate(old + 1, YOUNG);
    associate(old + 2, null);
    assertThat(look()).isEqualTo(old);
    assertThat(associations.find(1, old)).isEmpty();
    assertThat(associations.find(1, old + 1)).isPresent();
    assertThat(associations.find(1, old + 2)).as("still runs").isPresent();
    assertThat(look()).isZero();
  }

  @Test
  void deletesOldEventsFromTheFirstOnButNoneThatAFollowerHasNotSeen() {
    int old = HistoryRetention.MOST_AT_ONCE * 2;
    append(old, OLD);
    append(3, YOUNG);
    append(1, OLD);
    assertThat(look()).as("matching has seen nothing").isZero();
    matchingIsAt(7);
    assertThat(look()).isEqualTo(7);
    assertThat(events.forgotten()).isEqualTo(7);
    matchingIsAt(old + 4);
    assertThat(look()).isEqualTo(old - 7);
    assertThat(events.after(0, 10))
        .extracting(Event::eventNumber)
        .containsExactly(old + 1L, old + 2L, old + 3L, old + 4L);
    assertThat(events.forgotten()).isEqualTo(old);
    assertThat(events.lastNumber()).isEqualTo(old + 4);
  }

  @Test
  void whenAllEventsAreGoneTheirNumbersGoOn() {
    assertThat(events.forgotten()).isZero();
    append(5, OLD);
    matchingIsAt(5);
    assertThat(look()).isEqualTo(5);
    assertThat(events.forgotten()).isEqualTo(5);
    append(1, NOW);
    assertThat(events.after(0, 10)).extracting(Event::eventNumber).containsExactly(6L);
    assertThat(events.forgotten()).isEqualTo(5);
  }

  private int look() {
    HistoryRetention.Rules rules = new HistoryRetention.Rules(KEPT, KEPT, KEPT);
    return new HistoryRetention(rules, database, () -> NOW, 1_000).look();
  }

  private void associate(long key, Instant endedAt) {
    associations.start(
        "default",
        new AssociationStart(
            key, 1L, "PAN1", "ARCHWAY", "10.0.0.1", null, null, null, List.of(), OLD));
    if (endedAt != null) {
      associations.end(new AssociationEnd(key, AssociationState.RELEASED, null, 0, 0, 0, endedAt));
    }
  }

  private void append(int count, Instant at) {
    NewEvent event = new NewEvent(1, EventType.MEDIUM_UPDATED, 2L, 3L, 4L, null, null, null);
    database.inConnection(
        connection -> {
          EventLog.append(connection, Collections.nCopies(count, event), at);
          return null;
        });
  }

  private void matchingIsAt(long number) {
    database.inConnection(
        connection -> {
          FollowerPosition.MATCHING.move(connection, number);
          return null;
        });
  }
}
