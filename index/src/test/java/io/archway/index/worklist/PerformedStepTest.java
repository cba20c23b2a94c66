package io.archway.index.worklist;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.Database;
import io.archway.index.database.KeySequence;
import io.archway.index.database.TestDatabase;
import io.archway.index.study.RequestAttributes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PerformedStepTest {
  private static final RequestAttributes NAMED = new RequestAttributes("1.2", "A1", "RP1", "S1");

  @ParameterizedTest
  @EnumSource
  void stepIsCreatedOnceAndChangedUntilItEnds(TestDatabase kind) {
    try (Database database = kind.open()) {
      PerformedStep step = step(database);
      assertThat(insert(database, step)).isTrue();
      assertThat(insert(database, step)).isFalse();
      assertThat(find(database, 1)).contains(step);
      assertThat(find(database, 2)).isEmpty();
      PerformedStep ended = step.with(PerformedStatus.COMPLETED, NOW.plusSeconds(9), NOW);
      assertThat(update(database, ended)).isEqualTo(1);
      assertThat(update(database, step)).isZero();
      assertThat(find(database, 1)).contains(ended);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatADeviceSaysIsKeptByteByByte(TestDatabase kind) {
    try (Database database = kind.open()) {
      PerformedStep step = step(database);
      insert(database, step);
      byte[] bytes = new byte[300];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) i;
      }
      assertThat(keep(database, step, "N-CREATE", bytes)).isTrue();
      assertThat(keep(database, step, "N-SET", new byte[0])).isTrue();
      List<PerformedMessage> messages =
          database.inConnection(c -> PerformedStepRows.messages(c, step.performedStepKey()));
      assertThat(messages)
          .extracting(PerformedMessage::operation)
          .containsExactly("N-CREATE", "N-SET");
      assertThat(messages.get(0).dataSet()).isEqualTo(bytes);
      assertThat(messages.get(0).transferSyntaxUid()).isEqualTo("1.2.840.10008.1.2");
      assertThat(messages.get(1).dataSet()).isEmpty();
      assertThat(messages.get(1).receivedAt()).isEqualTo(NOW);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noMoreIsKeptOfOneStepThanTheMost(TestDatabase kind) {
    try (Database database = kind.open()) {
      PerformedStep step = step(database);
      insert(database, step);
      for (int i = 0; i < PerformedStepRows.MAX_MESSAGES; i++) {
        assertThat(keep(database, step, "N-SET", new byte[] {1})).isTrue();
      }
      assertThat(keep(database, step, "N-SET", new byte[] {1})).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void ordersThatItNamesAreKeptUntilTheyAreKnown(TestDatabase kind) {
    try (WorklistFixture fixture = new WorklistFixture(kind)) {
      Database database = fixture.database;
      PerformedStep step = step(database);
      insert(database, step);
      PerformedReference reference = references(database, step).get(0);
      assertThat(reference.named()).isEqualTo(NAMED);
      assertThat(reference.itemKey()).isNull();
      database.inConnection(
          c -> {
            PerformedStepRows.resolve(c, reference.to(7, 8L));
            return null;
          });
      assertThat(references(database, step)).containsExactly(reference.to(7, 8L));
      List<PerformedStep> ofItem = database.inConnection(c -> PerformedStepRows.ofItem(c, 7));
      assertThat(ofItem).containsExactly(step);
      List<PerformedReference> there =
          database.inConnection(c -> PerformedStepRows.referencesTo(c, 7));
      assertThat(there).containsExactly(reference.to(7, 8L));
    }
  }

  private static List<PerformedReference> references(Database database, PerformedStep step) {
    return database.inConnection(c -> PerformedStepRows.references(c, step.performedStepKey()));
  }

  private static boolean keep(Database database, PerformedStep step, String operation, byte[] set) {
    PerformedMessage message = new PerformedMessage(operation, "1.2.840.10008.1.2", set, NOW);
    return database.inConnection(c -> PerformedStepRows.keep(c, step, message));
  }

  private static int update(Database database, PerformedStep step) {
    return database.inConnection(c -> PerformedStepRows.update(c, step));
  }

  private static boolean insert(Database database, PerformedStep step) {
    return database.inConnection(c -> PerformedStepRows.insert(c, step, List.of(NAMED)));
  }

  private static Optional<PerformedStep> find(Database database, long organization) {
    return database.inConnection(c -> PerformedStepRows.lock(c, organization, "1.2.3"));
  }

  private static PerformedStep step(Database database) {
    return new PerformedStep(
        database.nextKey(KeySequence.PERFORMED_STEP),
        1,
        "1.2.3",
        PerformedStatus.IN_PROGRESS,
        "PAN",
        null,
        3,
        "PX",
        "P1",
        "Doe^Jane",
        DAY,
        NOW,
        null,
        NOW,
        NOW);
  }
}
