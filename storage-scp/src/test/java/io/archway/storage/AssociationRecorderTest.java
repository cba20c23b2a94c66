package io.archway.storage;

import static io.archway.storage.StorageFixture.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archway.dicom.dimse.AssociationRequester;
import io.archway.index.association.AssociationRow;
import io.archway.index.database.HeldConnections;
import io.archway.index.disk.CrashDisk;
import io.archway.index.study.Instance;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows of associations where the index makes trouble. */
class AssociationRecorderTest {
  /** What {@link io.archway.index.database.DatabaseSettings} gives to everybody. */
  private static final int CONNECTIONS = 10;

  private final SampleObject object = Samples.tiny(1);
  private StorageFixture gateway;

  @BeforeEach
  void open() throws IOException {
    gateway = StorageFixture.on(new CrashDisk());
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
  }

  @Test
  void aRowThatCannotBeWrittenIsLostAlone() throws Exception {
    sql("ALTER TABLE association ADD CONSTRAINT never CHECK (calling_ae_title <> 'NEVER')");
    for (String calling : List.of("BEFORE", "NEVER", "NEVER", "AFTER")) {
      try (AssociationRequester scanner = gateway.connect(calling, "ARCHWAY", object)) {
        assertThat(store(scanner, object).status()).isZero();
      }
    }
    gateway.stopListening();

    assertThat(gateway.associations())
        .extracting(AssociationRow::callingAeTitle)
        .containsExactlyInAnyOrder("BEFORE", "AFTER");
    assertThat(gateway.associations()).allSatisfy(row -> assertThat(row.endedAt()).isNotNull());
  }

  @Test
  void nothingIsKeptInMemoryOfWhatEndedWhileNoRowCouldBeWritten() throws Exception {
    sql("ALTER TABLE association RENAME TO elsewhere");
    for (int i = 0; i < 20; i++) {
      try (AssociationRequester scanner = gateway.connect()) {
        assertThat(scanner.echo().isSuccess()).isTrue();
      }
    }
    await().until(() -> gateway.recorder.running() == 0);
    sql("ALTER TABLE elsewhere RENAME TO association");
    assertThat(gateway.storeAlone(object).status()).isZero();
    gateway.stopListening();

    assertThat(gateway.recorder.running()).isZero();
    assertThat(gateway.associations().get(0).objectsStored()).isEqualTo(1);
  }

  @Test
  void writesWhileReadersHoldAllConnections() throws Exception {
    HeldConnections held = HeldConnections.of(gateway.ingest.database, CONNECTIONS);
    try (held) {
      assertThat(gateway.ingest.database.isAvailable()).isFalse();
      assertThat(gateway.storeAlone(object).status()).isZero();
      gateway.stopListening();
    }
    AssociationRow row = gateway.associations().get(0);
    assertThat(row.ending()).isEqualTo("RELEASED");
    gateway.ingest.intake.awaitIndexed();
    assertThat(gateway.versions(object))
        .extracting(Instance::associationKey)
        .containsExactly(row.associationKey());
  }

  private void sql(String statement) {
    gateway.ingest.database.inTransaction(handle -> handle.execute(statement));
  }
}
