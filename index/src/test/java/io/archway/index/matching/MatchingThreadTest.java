package io.archway.index.matching;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archway.index.database.Daos;
import io.archway.index.database.TestDatabase;
import io.archway.index.event.EventDao;
import io.archway.index.event.EventLog;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.matching.MatchingRules.WithoutOrder;
import io.archway.index.worklist.Arrivals;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.WorklistFixture;
import io.archway.index.worklist.WorklistItem;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MatchingThreadTest {
  private static final Duration LONG = Duration.ofSeconds(120);

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void whatIsCommittedIsMatchedWhileItRunsAndWhatCameMeanwhileAtTheNextStart(TestDatabase kind) {
    try (WorklistFixture fixture = new WorklistFixture(kind)) {
      WorklistItem first = arriveFor(fixture, "P1");
      try (MatchingThread thread = start(fixture)) {
        awaitEvent(fixture, EventType.ITEM_ARRIVED, first);
        WorklistItem second = arriveFor(fixture, "P2");
        awaitEvent(fixture, EventType.ITEM_ARRIVED, second);
        awaitEvent(fixture, EventType.ITEM_READY, second);
        assertThat(thread.close(LONG.toMillis())).isTrue();
      }
      WorklistItem third = arriveFor(fixture, "P3");
      assertThat(fixture.item(third.worklistItemKey()).scanStatus())
          .isEqualTo(ScanStatus.SCHEDULED);
      try (MatchingThread thread = start(fixture)) {
        awaitEvent(fixture, EventType.ITEM_READY, third);
        assertThat(thread.close(LONG.toMillis())).isTrue();
      }
    }
  }

  private static MatchingThread start(WorklistFixture fixture) {
    MatchingRules rules =
        new MatchingRules(Duration.ofSeconds(1), WithoutOrder.INBOX, ZoneOffset.UTC);
    MatchingThread thread =
        new MatchingThread(
            fixture.database,
            new Matching(fixture.database, rules, InstantSource.fixed(NOW.plusSeconds(3_600))));
    thread.start();
    return thread;
  }

  /** An order and its images, as if both were of an hour ago. */
  private static WorklistItem arriveFor(WorklistFixture fixture, String patientId) {
    long patient = fixture.patient(patientId, "Doe^Jane", DAY.minusYears(40));
    WorklistItem item = fixture.insert(fixture.order(patient, NewStep.of("PX", DAY, TIME)));
    Arrivals.Arrived arrived =
        Arrivals.study(fixture, patient, patient, item.procedure().studyInstanceUid(), NOW);
    NewEvent event =
        new NewEvent(
            fixture.organizationKey,
            EventType.MEDIUM_ARRIVED,
            patient,
            arrived.studyKey(),
            arrived.mediumKey(),
            null,
            null,
            null);
    fixture.database.inConnection(
        connection -> {
          EventLog.append(connection, List.of(event), NOW);
          return null;
        });
    return item;
  }

  private static void awaitEvent(WorklistFixture fixture, EventType type, WorklistItem item) {
    EventDao events = Daos.of(fixture.database, EventDao.class);
    await()
        .atMost(LONG)
        .until(
            () ->
                events.after(0, 100).stream()
                    .filter(event -> event.eventType().equals(type.name()))
                    .anyMatch(event -> event.worklistItemKey() == item.worklistItemKey()));
  }
}
