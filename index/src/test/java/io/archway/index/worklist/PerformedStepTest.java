package io.archway.index.worklist;

import static io.archway.index.worklist.WorklistFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.Daos;
import io.archway.index.database.Database;
import io.archway.index.database.KeySequence;
import io.archway.index.database.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PerformedStepTest {
  @ParameterizedTest
  @EnumSource
  void stepIsCreatedOnceAndChangedUntilItEnds(TestDatabase kind) {
    try (Database database = kind.open()) {
      PerformedStepDao steps = Daos.of(database, PerformedStepDao.class);
      PerformedStep step =
          new PerformedStep(
              database.nextKey(KeySequence.PERFORMED_STEP),
              1,
              "1.2.3",
              PerformedStep.IN_PROGRESS,
              "PAN",
              null,
              7L,
              "PX",
              "{}",
              NOW,
              NOW);
      assertThat(steps.insert(step)).isEqualTo(1);
      assertThat(steps.insert(step)).isZero();
      assertThat(steps.find(1, "1.2.3")).contains(step);
      assertThat(steps.find(2, "1.2.3")).isEmpty();
      assertThat(steps.ofItem(1, 7)).containsExactly(step);
      assertThat(step.isFinal()).isFalse();
      assertThat(steps.update(1, "1.2.3", PerformedStep.COMPLETED, "{\"a\":1}", 8L, NOW))
          .isEqualTo(1);
      assertThat(steps.update(1, "1.2.3", PerformedStep.DISCONTINUED, "{}", 8L, NOW)).isZero();
      assertThat(steps.find(1, "1.2.3"))
          .hasValueSatisfying(
              ended -> {
                assertThat(ended.isFinal()).isTrue();
                assertThat(ended.attributes()).isEqualTo("{\"a\":1}");
                assertThat(ended.worklistItemKey()).isEqualTo(8);
              });
    }
  }
}
