package io.archway.worklist;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.DimseResult;
import io.archway.index.database.Database;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.HeldConnections;
import io.archway.index.database.TestDatabase;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.WorklistFixture;
import io.archway.worklist.WorklistPort.Found;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** While the index is away, queries end with a reason, on the same association as before. */
class WorklistWithoutIndexTest {
  private static final DataSet ALL = new DataSet().put(Tag.PATIENT_NAME, Vr.PN);
  private static final int CONNECTIONS = 2;

  private static DatabaseSettings impatient(DatabaseSettings from) {
    return new DatabaseSettings(
        from.url(), from.user(), from.password(), CONNECTIONS, 2, 500, 5_000, 1_000);
  }

  private static void order(WorklistFixture fixture) {
    long patient = fixture.patient("P1", "Doe^Jane", DAY.minusYears(20));
    fixture.insert(fixture.order(patient, NewStep.of("PX", DAY, TIME)));
  }

  @Test
  void aServerThatIsAwayIsUsedAgainWhenItIsBack() throws Exception {
    DatabaseSettings settings = impatient(TestDatabase.POSTGRESQL.settings());
    try (WorklistFixture fixture = new WorklistFixture(Database.open(settings));
        WorklistPort port = new WorklistPort(fixture, WorklistPort.SETTINGS);
        AssociationRequester scanner = port.connect("PAN1", "ARCHWAY")) {
      order(fixture);
      assertThat(WorklistPort.find(scanner, ALL).answers()).hasSize(1);
      TestDatabase.allowConnections(settings, false);
      assertAway(WorklistPort.find(scanner, ALL));
      TestDatabase.allowConnections(settings, true);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> WorklistPort.find(scanner, ALL).result().isSuccess());
      assertThat(WorklistPort.find(scanner, ALL).answers()).hasSize(1);
    }
  }

  @Test
  void connectionsThatOthersHoldAreWaitedForNoLongerThanTheSetTime() throws Exception {
    DatabaseSettings settings = impatient(TestDatabase.H2.settings());
    try (WorklistFixture fixture = new WorklistFixture(Database.open(settings));
        WorklistPort port = new WorklistPort(fixture, WorklistPort.SETTINGS);
        AssociationRequester scanner = port.connect("PAN1", "ARCHWAY")) {
      order(fixture);
      try (HeldConnections held = HeldConnections.of(fixture.database, CONNECTIONS)) {
        assertThat(held).isNotNull();
        assertAway(WorklistPort.find(scanner, ALL));
      }
      assertThat(WorklistPort.find(scanner, ALL).answers()).hasSize(1);
    }
  }

  private static void assertAway(Found found) {
    DimseResult result = found.result();
    assertThat(result.status()).isEqualTo(0xA700);
    assertThat(result.errorComment()).isEqualTo("the index is away");
    assertThat(found.answers()).isEmpty();
  }
}
