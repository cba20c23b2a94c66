package io.archway.worklist.mpps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.DimseResult;
import io.archway.index.database.Database;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.TestDatabase;
import io.archway.index.worklist.WorklistFixture;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** PostgreSQL goes away between two requests of one association, and comes back. */
class StepsWithoutIndexTest {
  @Test
  void aStepThatCouldNotBeKeptIsKeptWhenItIsSentAgain() throws Exception {
    DatabaseSettings given = TestDatabase.POSTGRESQL.settings();
    DatabaseSettings settings =
        new DatabaseSettings(given.url(), given.user(), given.password(), 3, 2, 500, 5_000, 1_000);
    try (WorklistFixture fixture = new WorklistFixture(Database.open(settings));
        StepPort port = new StepPort(fixture, Map.of());
        AssociationRequester modality = port.connect()) {
      assertThat(create(modality, "2.25.1").status()).isZero();
      TestDatabase.allowConnections(settings, false);
      DimseResult refused = create(modality, "2.25.2");
      assertThat(refused.status()).isEqualTo(0x0110);
      assertThat(refused.errorComment()).isEqualTo("the index is away; send again");
      TestDatabase.allowConnections(settings, true);
      await().atMost(Duration.ofSeconds(30)).until(() -> create(modality, "2.25.2").isSuccess());
      assertThat(modality.set(1, "2.25.1", StepPort.ends("COMPLETED")).status()).isZero();
    }
  }

  private static DimseResult create(AssociationRequester modality, String uid) throws Exception {
    return modality.create(1, uid, StepPort.begins(StepPort.unscheduled()));
  }
}
