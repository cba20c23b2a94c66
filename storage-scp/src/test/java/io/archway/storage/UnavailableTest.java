package io.archway.storage;

import static io.archway.storage.StorageFixture.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.archway.dicom.dict.Uids;
import io.archway.dicom.dimse.AssociationRejectedException;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.DimseResult;
import io.archway.dicom.dimse.RequesterSettings;
import io.archway.dicom.net.AssociationSummary;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.dicom.net.RejectReason;
import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.Faults;
import io.archway.ingest.IngestFixture;
import io.archway.ingest.IngestSettings;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While nothing can be stored, senders are told so, and everything else goes on. */
class UnavailableTest {
  private static final long RESERVE = 64L << 20;

  private final CrashDisk disk = new CrashDisk();
  private final SampleObject object = Samples.tiny(1);
  private StorageFixture gateway;

  @BeforeEach
  void open() throws IOException {
    gateway = StorageFixture.on(disk, withReserve());
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
  }

  @Test
  void refusesObjectsBelowTheReserveAndStillEchoes() throws Exception {
    try (AssociationRequester scanner = connectForBoth()) {
      assertThat(store(scanner, Samples.tiny(2)).status()).isZero();
      fillDisk(true);

      DimseResult refused = store(scanner, object);

      assertThat(refused.status()).isEqualTo(0xA700);
      assertThat(refused.errorComment())
          .startsWith("free space: ")
          .endsWith("(expected: >= 64 MiB)");
      assertThat(scanner.echo().isSuccess()).isTrue();
      assertThat(gateway.versions(object)).isEmpty();

      fillDisk(false);
      assertThat(store(scanner, object).status()).as("recovers by itself").isZero();
    }
    assertThat(gateway.versions(object)).hasSize(1);
  }

  @Test
  void refusesAnAssociationAsCongestionOnlyIfItProposesNothingElse() throws Exception {
    fillDisk(true);

    AssociationSummary refused =
        catchThrowableOfType(AssociationRejectedException.class, () -> gateway.connect(object))
            .summary();
    try (AssociationRequester scanner = connectForBoth()) {
      assertThat(scanner.echo().isSuccess()).isTrue();
      assertThat(store(scanner, object).status()).isEqualTo(0xA700);
    }
    try (AssociationRequester scanner = gateway.connect()) {
      assertThat(scanner.echo().isSuccess()).isTrue();
    }
    fillDisk(false);
    assertThat(gateway.storeAlone(object).status()).as("recovers by itself").isZero();

    gateway.stopListening();
    assertThat(refused.permanent()).isFalse();
    assertThat(refused.reason()).isEqualTo(RejectReason.TEMPORARY_CONGESTION.code());
    assertThat(gateway.associations())
        .filteredOn(row -> row.ending().equals("REJECTED"))
        .singleElement()
        .satisfies(row -> assertThat(row.endReason()).contains("free space: "));
  }

  @Test
  void refusesWhatNoLongerFitsOnTheDiskAndTakesItWhenThereIsRoom() throws Exception {
    try (AssociationRequester scanner = connectForBoth()) {
      disk.faults().failFor(0, Long.MAX_VALUE / 2, Faults.Kind.NO_SPACE);

      DimseResult refused = store(scanner, object);

      assertThat(refused.status()).isEqualTo(0xA700);
      assertThat(refused.errorComment()).isNotBlank().hasSizeLessThanOrEqualTo(64);
      assertThat(scanner.echo().isSuccess()).isTrue();

      disk.faults().clear();
      assertThat(store(scanner, object).status()).as("recovers by itself").isZero();
    }
  }

  @Test
  void refusesObjectsWhileTheIndexIsAway() throws Exception {
    try (AssociationRequester scanner = connectForBoth()) {
      assertThat(store(scanner, Samples.tiny(2)).status()).isZero();
      gateway.ingest.database.close();

      DimseResult refused = store(scanner, object);

      assertThat(refused.status()).isEqualTo(0xA700);
      assertThat(refused.errorComment()).isEqualTo("The index is not available");
      assertThat(scanner.echo().isSuccess()).isTrue();
    }
    gateway.close();

    gateway = StorageFixture.on(disk, withReserve());
    assertThat(gateway.storeAlone(object).status()).isZero();
    assertThat(gateway.versions(Samples.tiny(2))).hasSize(1);
    assertThat(gateway.versions(object)).hasSize(1);
  }

  private AssociationRequester connectForBoth() throws IOException {
    return AssociationRequester.connect(
        RequesterSettings.of(gateway.address(), "SCANNER", "ARCHWAY"),
        List.of(
            new PresentationContextProposal(
                1, Uids.VERIFICATION, List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN)),
            new PresentationContextProposal(
                3, object.sopClassUid(), List.of(object.transferSyntax().uid()))));
  }

  /** Returns when the gateway knows. */
  private void fillDisk(boolean full) {
    disk.setCapacityBytes(full ? RESERVE : Long.MAX_VALUE / 2);
    await().until(() -> (gateway.ingest.intake.refusalNow() != null) == full);
  }

  private static IngestSettings withReserve() {
    return IngestFixture.settings().withFreeSpaceReserveBytes(RESERVE);
  }
}
