package io.archway.worklist;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.DimseResult;
import io.archway.dicom.net.Association;
import io.archway.dicom.net.AssociationLimits;
import io.archway.dicom.net.AssociationListener;
import io.archway.dicom.net.AssociationSummary;
import io.archway.index.database.TestDatabase;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.RequestedProcedure;
import io.archway.index.worklist.WorklistFixture;
import io.archway.index.worklist.WorklistItem;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A device that does not take its answers holds up nobody else, and ends by the idle timeout. */
class SlowReaderTest {
  private static final int IDLE_MILLIS = 3_000;
  private static final int ITEMS = 200;
  private static final int STEPS = 20;

  /** No network holds the answers of so many items. */
  private static final int LAST_READ = ITEMS * 3 / 4;

  /** One thread, so that a query that held it would stop all others. */
  private static final WorklistSettings ONE_THREAD =
      new WorklistSettings(
          1, 8, ITEMS * STEPS, SeenBy.ALL, Map.of(), true, Duration.ZERO, Map.of(), ZoneOffset.UTC);

  /** Tells how the association of the slow one ended. */
  private static final class Ends implements AssociationListener {
    final CompletableFuture<AssociationSummary> slow = new CompletableFuture<>();

    @Override
    public void onEstablished(Association association) {}

    @Override
    public void onRejected(AssociationSummary summary) {}

    @Override
    public void onEnded(AssociationSummary summary) {
      if (summary.callingAeTitle().equals("SLOW")) {
        slow.complete(summary);
      }
    }
  }

  @Test
  void othersAreAnsweredMeanwhileAndItIsSentNoMoreThanTheNetworkHolds() throws Exception {
    Ends ends = new Ends();
    CountDownLatch testIsOver = new CountDownLatch(1);
    CountDownLatch began = new CountDownLatch(1);
    try (WorklistFixture fixture = new WorklistFixture(TestDatabase.H2);
        WorklistPort port = new WorklistPort(fixture, ONE_THREAD, limits(), ends)) {
      orders(fixture);
      long whole = bytesOfAllAnswers(port);
      Thread slow = new Thread(() -> ask(port, began, testIsOver), "slow reader");
      slow.start();
      assertThat(began.await(1, TimeUnit.MINUTES)).isTrue();
      for (int i = 0; i < 20; i++) {
        assertThat(port.find(one(i)).answers()).hasSize(STEPS);
      }
      AssociationSummary end = ends.slow.get(1, TimeUnit.MINUTES);
      assertThat(end.end()).isEqualTo(AssociationSummary.End.TIMED_OUT);
      assertThat(end.text()).contains("idleTimeoutMillis");
      assertThat(end.bytesSent()).isLessThan(whole * 3 / 4);
      testIsOver.countDown();
      slow.join();
      assertThat(port.find(one(1)).answers()).hasSize(STEPS);
    } finally {
      testIsOver.countDown();
    }
  }

  /**
   * What is cancelled once the first answer is here, far behind it, was not read before it left.
   */
  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void theFirstAnswerLeavesBeforeTheLastOnesAreRead(TestDatabase kind) throws Exception {
    try (WorklistFixture fixture = new WorklistFixture(kind);
        WorklistPort port =
            new WorklistPort(fixture, ONE_THREAD, AssociationLimits.defaults(), new Ends());
        AssociationRequester device = port.connect("PAN1", "ARCHWAY")) {
      List<WorklistItem> items = orders(fixture);
      List<String> answered = new ArrayList<>();
      DimseResult result =
          device.find(
              1,
              all().put(Tag.PATIENT_ID, Vr.LO),
              (status, answer) -> {
                if (answered.isEmpty()) {
                  items.subList(LAST_READ, ITEMS).forEach(item -> cancel(fixture, item));
                }
                answered.add(answer.string(Tag.PATIENT_ID));
                return true;
              });
      assertThat(result.status()).isZero();
      assertThat(answered)
          .hasSizeGreaterThan(STEPS)
          .startsWith("P0")
          .doesNotContain("P" + (ITEMS - 1));
      assertThat(answered.size()).isLessThan(ITEMS * STEPS);
    }
  }

  private static void cancel(WorklistFixture fixture, WorklistItem item) {
    fixture.update(item.edit().progress(item.progress().cancelled(NOW, "moved")).build());
  }

  private static long bytesOfAllAnswers(WorklistPort port) throws IOException {
    try (AssociationRequester quick = port.connect("QUICK", "ARCHWAY")) {
      assertThat(WorklistPort.find(quick, all()).answers()).hasSize(ITEMS * STEPS);
      return quick.association().bytesReceived();
    }
  }

  /** Takes one answer and then reads no more. */
  private static void ask(WorklistPort port, CountDownLatch began, CountDownLatch testIsOver) {
    try (AssociationRequester slow = port.connect("SLOW", "ARCHWAY")) {
      slow.find(
          1,
          all(),
          (status, answer) -> {
            began.countDown();
            try {
              testIsOver.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return true;
          });
    } catch (IOException gone) {
      // as it should be: the association was ended
    }
  }

  private static DataSet all() {
    return new DataSet().put(Tag.REQUESTED_PROCEDURE_COMMENTS, Vr.LT);
  }

  private static DataSet one(int patient) {
    return new DataSet().put(Tag.PATIENT_ID, Vr.LO, "P" + patient);
  }

  /** In the order in which they are answered. */
  private static List<WorklistItem> orders(WorklistFixture fixture) {
    List<WorklistItem> items = new ArrayList<>();
    String comments = "as long as may be ".repeat(100);
    for (int i = 0; i < ITEMS; i++) {
      NewStep[] steps = new NewStep[STEPS];
      Arrays.setAll(steps, step -> NewStep.of("PX", DAY, TIME));
      long patient = fixture.patient("P" + i, "Doe^J" + i, DAY.minusYears(20));
      items.add(
          fixture.insert(
              fixture
                  .order(patient, steps)
                  .withProcedure(
                      new RequestedProcedure(null, null, null, null, null, null, comments))));
    }
    return items;
  }

  private static AssociationLimits limits() {
    AssociationLimits from = AssociationLimits.defaults();
    return new AssociationLimits(
        from.maxPduLengthBytes(),
        from.maxToleratedPduLengthBytes(),
        from.maxSentPduLengthBytes(),
        from.maxAssociatePduLengthBytes(),
        from.maxPresentationContexts(),
        from.maxCommandSetLengthBytes(),
        from.maxAssociations(),
        from.maxAssociationsPerPeer(),
        from.receiveBufferBytes(),
        from.artimTimeoutMillis(),
        from.pduTimeoutMillis(),
        IDLE_MILLIS,
        from.totalTimeoutMillis(),
        from.closeTimeoutMillis());
  }
}
