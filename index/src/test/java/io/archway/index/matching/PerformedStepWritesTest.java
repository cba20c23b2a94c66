package io.archway.index.matching;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.Daos;
import io.archway.index.database.Database;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.KeySequence;
import io.archway.index.database.TestDatabase;
import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.H2FileSystem;
import io.archway.index.event.Event;
import io.archway.index.event.EventDao;
import io.archway.index.matching.PerformedStepWrites.Change;
import io.archway.index.matching.PerformedStepWrites.Outcome;
import io.archway.index.study.RequestAttributes;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.PerformedMessage;
import io.archway.index.worklist.PerformedStatus;
import io.archway.index.worklist.PerformedStep;
import io.archway.index.worklist.PerformedStepRows;
import io.archway.index.worklist.StepStatus;
import io.archway.index.worklist.WorklistFixture;
import io.archway.index.worklist.WorklistItem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Performed steps are written whole, durably and by one device at a time. */
class PerformedStepWritesTest {
  private static final PerformedMessage MESSAGE =
      new PerformedMessage("N-SET", "1.2.840.10008.1.2", new byte[] {1}, NOW);

  @Test
  void whatWasWrittenSurvivesAPowerCut() {
    CrashDisk disk = new CrashDisk();
    CrashDisk afterCut;
    long itemKey;
    try (WorklistFixture fixture = new WorklistFixture(open(disk, "performed-1"))) {
      WorklistItem item = order(fixture);
      itemKey = item.worklistItemKey();
      PerformedStepWrites writes = new PerformedStepWrites(fixture.database);
      assertThat(create(writes, fixture, "2.25.1", item)).isTrue();
      assertThat(writes.change(completes(fixture, "2.25.1"), MESSAGE)).isEqualTo(Outcome.CHANGED);
      afterCut = disk.crash();
    }
    try (WorklistFixture fixture = new WorklistFixture(open(afterCut, "performed-2"))) {
      assertThat(fixture.steps(itemKey).get(0).status()).isEqualTo(StepStatus.COMPLETED);
      assertThat(events(fixture)).containsExactly("ITEM_UPDATED", "ITEM_UPDATED");
      PerformedStep kept =
          fixture
              .database
              .inConnection(c -> PerformedStepRows.find(c, fixture.organizationKey, "2.25.1"))
              .orElseThrow();
      List<PerformedMessage> messages =
          fixture.database.inConnection(
              c -> PerformedStepRows.messages(c, kept.performedStepKey()));
      assertThat(messages).hasSize(2);
    }
  }

  private static Database open(CrashDisk disk, String id) {
    return Database.open(DatabaseSettings.h2(H2FileSystem.mount(id, disk) + "index"));
  }

  /** One order, two steps; one of each outcome wins, and the state is that of all together. */
  @ParameterizedTest
  @EnumSource
  void manyAtOnceAreAsOneAfterTheOther(TestDatabase kind) throws Exception {
    try (WorklistFixture fixture = new WorklistFixture(kind)) {
      WorklistItem item = order(fixture);
      PerformedStepWrites writes = new PerformedStepWrites(fixture.database);
      List<Callable<Boolean>> creations = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        String uid = "2.25." + i % 4;
        creations.add(() -> create(writes, fixture, uid, item));
      }
      assertThat(together(creations).stream().filter(created -> created)).hasSize(4);
      assertThat(fixture.steps(item.worklistItemKey()).get(0).status())
          .isEqualTo(StepStatus.STARTED);

      List<Callable<Outcome>> changes = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        Change change = completes(fixture, "2.25." + i % 4);
        changes.add(() -> writes.change(change, MESSAGE));
      }
      List<Outcome> outcomes = together(changes);
      assertThat(Collections.frequency(outcomes, Outcome.CHANGED)).isEqualTo(4);
      assertThat(Collections.frequency(outcomes, Outcome.OVER)).isEqualTo(8);
      assertThat(fixture.steps(item.worklistItemKey()).get(0).status())
          .isEqualTo(StepStatus.COMPLETED);
    }
  }

  private static <T> List<T> together(List<Callable<T>> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<T> results = new ArrayList<>();
    for (Future<T> result : threads.invokeAll(calls)) {
      results.add(result.get());
    }
    threads.shutdown();
    return results;
  }

  private static WorklistItem order(WorklistFixture fixture) {
    long patient = fixture.patient("P1", "Doe^Jane", DAY);
    return fixture.insert(fixture.order(patient, NewStep.of("PX", DAY, TIME)));
  }

  private static boolean create(
      PerformedStepWrites writes, WorklistFixture fixture, String uid, WorklistItem item) {
    PerformedStep step =
        new PerformedStep(
            fixture.database.nextKey(KeySequence.PERFORMED_STEP),
            fixture.organizationKey,
            uid,
            PerformedStatus.IN_PROGRESS,
            "PAN",
            null,
            fixture.officeKey,
            "PX",
            "P1",
            null,
            null,
            NOW,
            null,
            NOW,
            NOW);
    String study = item.procedure().studyInstanceUid();
    return writes.create(step, List.of(new RequestAttributes(study, "", "", "")), MESSAGE);
  }

  private static Change completes(WorklistFixture fixture, String uid) {
    return new Change(fixture.organizationKey, uid, "PAN", PerformedStatus.COMPLETED, null);
  }

  private static List<String> events(WorklistFixture fixture) {
    return Daos.of(fixture.database, EventDao.class).after(0, 1000).stream()
        .map(Event::eventType)
        .toList();
  }
}
