package io.archway.index.order;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.index.database.Database;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.TestDatabase;
import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.H2FileSystem;
import io.archway.index.order.OrderOutcome.Word;
import io.archway.index.worklist.Origin;
import io.archway.index.worklist.PatientMedical;
import io.archway.index.worklist.RequestedProcedure;
import io.archway.index.worklist.ServiceRequest;
import io.archway.index.worklist.StepWish;
import io.archway.index.worklist.StudyType;
import io.archway.index.worklist.Visit;
import io.archway.index.worklist.WorklistFixture;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLists;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
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

/** Orders are entered whole, durably, and once, however many enter them. */
class OrdersTest {

  @Test
  void whatWasEnteredSurvivesAPowerCutAndIsKnownAfterIt() {
    CrashDisk disk = new CrashDisk();
    CrashDisk afterCut;
    try (WorklistFixture fixture = new WorklistFixture(open(disk, "orders-1"))) {
      assertThat(words(orders(fixture).enter(List.of(order("P1"), order("P2")))))
          .containsExactly(Word.ENTERED, Word.ENTERED);
      afterCut = disk.crash();
    }
    try (WorklistFixture fixture = new WorklistFixture(open(afterCut, "orders-2"))) {
      assertThat(items(fixture)).hasSize(2);
      assertThat(words(orders(fixture).enter(List.of(order("P1"), order("P2")))))
          .containsExactly(Word.UNCHANGED, Word.UNCHANGED);
    }
  }

  private static Database open(CrashDisk disk, String id) {
    return Database.open(DatabaseSettings.h2(H2FileSystem.mount(id, disk) + "index"));
  }

  @ParameterizedTest
  @EnumSource
  void ofManyWhoEnterTheSameOneMakesTheItem(TestDatabase kind) throws Exception {
    try (WorklistFixture fixture = new WorklistFixture(kind)) {
      Orders orders = orders(fixture);
      List<Callable<OrderOutcome>> calls = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        Order order = order("P" + i % 3);
        calls.add(() -> orders.enter(List.of(order)).get(0));
      }
      ExecutorService threads = Executors.newFixedThreadPool(4);
      List<Word> words = new ArrayList<>();
      for (Future<OrderOutcome> outcome : threads.invokeAll(calls)) {
        words.add(outcome.get().word());
      }
      threads.shutdown();
      assertThat(Collections.frequency(words, Word.ENTERED)).isEqualTo(3);
      assertThat(Collections.frequency(words, Word.UNCHANGED)).isEqualTo(9);
      assertThat(items(fixture)).hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyWhatAnOrderCancelledIsRevivedByOne(TestDatabase kind) {
    try (WorklistFixture fixture = new WorklistFixture(kind)) {
      Orders orders = orders(fixture);
      orders.enter(List.of(order("P1")));
      long key = items(fixture).get(0);
      assertThat(words(orders.enter(List.of(order(OrderAction.CANCEL, "P1")))))
          .containsExactly(Word.CANCELLED);
      assertThat(words(orders.enter(List.of(order("P1"))))).containsExactly(Word.UPDATED);
      assertThat(fixture.item(key).isCancelled()).isFalse();

      orders.enter(List.of(order(OrderAction.CANCEL, "P1")));
      WorklistItem item = fixture.item(key);
      Instant later = NOW.plusSeconds(60);
      fixture.update(item.edit().progress(item.progress().cancelled(later, null)).build());
      for (OrderAction action : List.of(OrderAction.NEW, OrderAction.CHANGE)) {
        assertThatThrownBy(() -> orders.enter(List.of(order(action, "P1"))))
            .isInstanceOf(OrderException.class)
            .hasMessageStartingWith("item %d was cancelled by a person", key);
      }
      assertThat(fixture.item(key).progress().cancelledAt()).isEqualTo(later);
    }
  }

  private static List<Word> words(List<OrderOutcome> outcomes) {
    return outcomes.stream().map(OrderOutcome::word).toList();
  }

  private static List<Long> items(WorklistFixture fixture) {
    return fixture.database.inConnection(
        connection ->
            WorklistLists.keysOfOrigins(
                connection, fixture.organizationKey, Origin.HL7, "", "~", 100));
  }

  private static Orders orders(WorklistFixture fixture) {
    OrderTarget target =
        new OrderTarget(
            fixture.organizationKey,
            fixture.officeKey,
            StudyType.COMPREHENSIVE_READ,
            null,
            null,
            ZoneOffset.UTC);
    return new Orders(fixture.database, target, InstantSource.fixed(NOW.plusNanos(1)));
  }

  private static Order order(String number) {
    return order(OrderAction.NEW, number);
  }

  private static Order order(OrderAction action, String number) {
    StepWish step =
        new StepWish(null, DAY, TIME, "PX", null, null, null, null, null, null, null, null);
    return new Order(
        action,
        Origin.HL7,
        number,
        null,
        new OrderedPatient("4711", null, "Doe^Jane", DAY.minusYears(40), "F"),
        PatientMedical.UNKNOWN,
        ServiceRequest.EMPTY,
        RequestedProcedure.EMPTY,
        Visit.EMPTY,
        List.of(step),
        null);
  }
}
