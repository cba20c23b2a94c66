package io.archway.index.matching;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.Database;
import io.archway.index.database.TestDatabase;
import io.archway.index.event.EventType;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.matching.MatchingRules.WithoutOrder;
import io.archway.index.worklist.Arrivals.Arrived;
import io.archway.index.worklist.NewOrder;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.RequestedProcedure;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.ScheduledStep;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLink;
import io.archway.index.worklist.WorklistRows;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Orders that are made, edited, cancelled and deleted while their images arrive and two gateways
 * match them: whatever comes first, in the end everything is where it belongs.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class MatchingRaceTest {
  private static final long SEED = 20261123;
  private static final int STUDIES = 40;
  private static final int ATTEMPTS = 20;
  private static final int TIMEOUT_SECONDS = 180;

  @Parameter TestDatabase kind;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private MatchingFixture gate;
  private volatile boolean over;

  @BeforeEach
  void open() {
    gate = new MatchingFixture(kind);
  }

  @AfterEach
  void close() throws InterruptedException {
    over = true;
    threads.shutdown();
    threads.awaitTermination(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    gate.close();
  }

  @Test
  void nothingIsLostOrLeftHalfDone() throws Exception {
    CompletableFuture<Void> one = run(this::match);
    CompletableFuture<Void> other = run(this::match);
    CompletableFuture<Void> practice = run(this::order);
    List<CompletableFuture<Arrived>> scans =
        IntStream.range(0, STUDIES).mapToObj(this::scan).toList();
    for (CompletableFuture<Arrived> scan : scans) {
      scan.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }
    practice.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    over = true;
    one.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    other.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    gate.follow();
    List<Long> waiting = gate.inbox().stream().map(InboxEntry::studyKey).toList();
    for (CompletableFuture<Arrived> scan : scans) {
      checkWhole(scan.join(), waiting);
    }
  }

  private void checkWhole(Arrived arrived, List<Long> waiting) {
    List<WorklistLink> links = gate.links(arrived);
    assertThat(links).as("seed %d, study %d", SEED, arrived.studyKey()).hasSizeLessThan(2);
    assertThat(waiting.contains(arrived.studyKey()))
        .as("seed %d, study %d waits where it is not linked", SEED, arrived.studyKey())
        .isEqualTo(links.isEmpty());
    for (WorklistLink link : links) {
      WorklistItem item = gate.fixture.item(link.worklistItemKey()); // one that is not deleted
      assertThat(item.scanStatus()).isEqualTo(ScanStatus.ARRIVED);
      assertThat(item.mediumKey()).isEqualTo(arrived.mediumKey());
      assertThat(gate.steps(item)).extracting(ScheduledStep::stepKey).contains(link.stepKey());
    }
  }

  private CompletableFuture<Void> run(Runnable work) {
    return CompletableFuture.runAsync(work, threads);
  }

  private void match() {
    Matching matching = gate.matching(WithoutOrder.INBOX);
    while (!over) {
      try {
        matching.pass();
      } catch (RuntimeException e) {
        if (!Database.isPassing(e)) {
          throw e;
        }
      }
    }
  }

  private CompletableFuture<Arrived> scan(int study) {
    return CompletableFuture.supplyAsync(() -> gate.arrive(uid(study), null, "PX"), threads);
  }

  private static String uid(int study) {
    return "1.2.3." + study;
  }

  private void order() {
    Random random = new Random(SEED);
    for (int study = 0; study < STUDIES; study++) {
      WorklistItem item = insert(study, NewStep.of("PX", DAY, TIME));
      int then = random.nextInt(5);
      if (then == 0) {
        insert(study, NewStep.of("DX", DAY, TIME));
      } else if (then == 1) {
        otherSteps(item);
      } else if (then == 2) {
        delete(item);
      } else if (then == 3) {
        delete(item);
        insert(study, NewStep.of("PX", DAY, TIME));
      }
    }
  }

  private WorklistItem insert(int study, NewStep step) {
    NewOrder order =
        gate.fixture
            .order(gate.patient, step)
            .withProcedure(new RequestedProcedure(uid(study), null, null, null, null, null, null));
    return gate.fixture.database.inConnection(
        ATTEMPTS,
        connection -> {
          WorklistItem item =
              WorklistRows.insert(connection, gate.fixture.database.keys(), order, gate.now)
                  .orElseThrow();
          gate.tell(connection, EventType.ITEM_CREATED, item);
          return item;
        });
  }

  /** As over HTTP: not once a scan has begun. */
  private void otherSteps(WorklistItem item) {
    gate.fixture.database.inConnection(
        ATTEMPTS,
        connection -> {
          Optional<WorklistItem> locked =
              WorklistRows.lock(connection, gate.organization, item.worklistItemKey());
          if (locked.get().scanStatus() == ScanStatus.SCHEDULED) {
            WorklistRows.replaceSteps(
                connection,
                gate.fixture.database.keys(),
                locked.get(),
                List.of(NewStep.of("PX", DAY, TIME.plusHours(1))),
                gate.now);
            gate.tell(connection, EventType.ITEM_UPDATED, item);
          }
          return null;
        });
  }

  private void delete(WorklistItem item) {
    gate.fixture.database.inConnection(
        ATTEMPTS,
        connection -> {
          WorklistRows.lock(connection, gate.organization, item.worklistItemKey());
          WorklistRows.delete(connection, gate.organization, item.worklistItemKey(), gate.now);
          gate.tell(connection, EventType.ITEM_CANCELLED, item);
          return null;
        });
  }
}
