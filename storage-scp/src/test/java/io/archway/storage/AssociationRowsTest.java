package io.archway.storage;

import static io.archway.storage.StorageFixture.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dimse.AssociationRejectedException;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.RequesterSettings;
import io.archway.dicom.dimse.StoreRequest;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.dicom.net.RejectReason;
import io.archway.index.association.AssociationDao;
import io.archway.index.association.AssociationRow;
import io.archway.index.association.ProposedContext;
import io.archway.index.disk.CrashDisk;
import io.archway.index.organization.OrganizationDao;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.net.Socket;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AssociationRowsTest {
  private final CrashDisk disk = new CrashDisk();
  private StorageFixture gateway;

  @BeforeEach
  void open() throws IOException {
    gateway = StorageFixture.on(disk);
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
  }

  @Test
  void tellWhoProposedWhatAndWhatCame() throws Exception {
    SampleObject object = Samples.tiny(1);
    List<PresentationContextProposal> proposals =
        List.of(
            new PresentationContextProposal(
                1,
                object.sopClassUid(),
                List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN, object.transferSyntax().uid())),
            new PresentationContextProposal(
                3, "1.2.840.10008.5.1.4.31", List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN)));
    try (AssociationRequester scanner =
        AssociationRequester.connect(
            RequesterSettings.of(gateway.address(), "CBCT", "ARCHWAY"), proposals)) {
      store(scanner, object);
      store(scanner, object);
      StoreRequest wrong = StoreRequest.of(1, object.sopClassUid(), "2.25.99");
      store(scanner, wrong, object.dataSetBytes());
    }

    AssociationRow row = onlyRow();
    assertThat(row.callingAeTitle()).isEqualTo("CBCT");
    assertThat(row.calledAeTitle()).isEqualTo("ARCHWAY");
    assertThat(row.address()).isEqualTo("127.0.0.1");
    assertThat(row.implementationClassUid()).isEqualTo(Uids.ARCHWAY_IMPLEMENTATION_CLASS);
    assertThat(row.implementationVersionName()).isEqualTo(Uids.ARCHWAY_IMPLEMENTATION_VERSION);
    assertThat(row.peerMaxPduLengthBytes()).isEqualTo(256 << 10);
    assertThat(row.ending()).isEqualTo("RELEASED");
    assertThat(row.objectsStored()).isEqualTo(2);
    assertThat(row.objectsFailed()).isEqualTo(1);
    assertThat(row.bytesReceived()).isGreaterThan(3 * object.dataSetLength());
    assertThat(row.endedAt()).isAfterOrEqualTo(row.startedAt());
    assertThat(row.proposedContexts())
        .containsExactly(
            new ProposedContext(
                1,
                object.sopClassUid(),
                List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN, object.transferSyntax().uid()),
                0,
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid()),
            new ProposedContext(
                3, "1.2.840.10008.5.1.4.31", List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN), 3, ""));
  }

  @Test
  void tellThatThePeerAborted() throws Exception {
    try (AssociationRequester scanner = gateway.connect()) {
      scanner.echo();
      scanner.abort("the user pressed stop");
    }

    AssociationRow row = onlyRow();
    assertThat(row.ending()).isEqualTo("ABORTED_BY_PEER");
    assertThat(row.endReason()).isNotBlank();
    assertThat(row.objectsStored()).isZero();
  }

  @Test
  void tellThatTheConnectionWasLost() throws Exception {
    try (Relay relay = new Relay(gateway.address());
        AssociationRequester scanner =
            StorageFixture.connect(relay.address(), "SCANNER", "ARCHWAY")) {
      scanner.echo();
      relay.cut();
    }

    AssociationRow row = onlyRow();
    assertThat(row.ending()).isEqualTo("LOST");
    assertThat(row.endReason()).isNotBlank();
  }

  @Test
  void acceptAnyCalledAeTitleWhileThereIsOneOrganization() throws Exception {
    SampleObject object = Samples.tiny(1);
    try (AssociationRequester scanner = gateway.connect("SCANNER", "ANYTHING", object)) {
      assertThat(store(scanner, object).status()).isZero();
    }

    assertThat(gateway.versions(object).get(0).calledAeTitle()).isEqualTo("ANYTHING");
    assertThat(onlyRow().calledAeTitle()).isEqualTo("ANYTHING");
  }

  @Test
  void tellWhyAnUnknownCalledAeTitleIsRefusedAmongSeveralOrganizations() throws Exception {
    OrganizationDao organizations = gateway.ingest.dao(OrganizationDao.class);
    organizations.insert("second", "Second", Instant.EPOCH);
    long second = organizations.keyOfSlug("second").orElseThrow();
    organizations.insertOffice(second, "Main", Instant.EPOCH);
    organizations.addCalledAeTitle(second, "SECOND");
    gateway.close();
    gateway = StorageFixture.on(disk);
    SampleObject object = Samples.tiny(1);

    AssociationRejectedException refused =
        catchThrowableOfType(
            AssociationRejectedException.class,
            () -> gateway.connect("SCANNER", "ANYTHING", object));
    try (AssociationRequester scanner = gateway.connect("SCANNER", "SECOND", object)) {
      assertThat(store(scanner, object).status()).isZero();
    }
    gateway.stopListening();

    assertThat(refused.summary().permanent()).isTrue();
    assertThat(refused.summary().reason())
        .isEqualTo(RejectReason.CALLED_AE_TITLE_NOT_RECOGNIZED.code());
    assertThat(gateway.versions(object)).as("of the first organization").isEmpty();
    assertThat(gateway.associations()).as("of the first organization").isEmpty();
    List<AssociationRow> all = all();
    assertThat(all).extracting(AssociationRow::organizationKey).containsExactly(null, second);
    assertThat(all.get(0).ending()).isEqualTo("REJECTED");
    assertThat(all.get(0).endReason()).contains("ANYTHING belongs to no organization");
    assertThat(all.get(0).callingAeTitle()).isEqualTo("SCANNER");
  }

  @Test
  void tellThatAConnectionNeverAskedForAnAssociation() throws Exception {
    try (Socket socket = new Socket(gateway.address().getAddress(), gateway.address().getPort())) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes("US-ASCII"));
      assertThat(socket.getInputStream().readNBytes(10)[0]).as("A-ABORT").isEqualTo((byte) 7);
    }
    gateway.stopListening();

    assertThat(all()).hasSize(1);
    assertThat(all().get(0).organizationKey()).as("there is but one").isNotNull();
    assertThat(all().get(0).ending()).isIn("REJECTED", "ABORTED");
    assertThat(all().get(0).endReason()).isNotBlank();
  }

  private AssociationRow onlyRow() {
    gateway.stopListening();
    assertThat(gateway.associations()).hasSize(1);
    return gateway.associations().get(0);
  }

  /** In the order they came, whatever organization they are of. */
  private List<AssociationRow> all() {
    return gateway.ingest.database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT "
                        + AssociationDao.COLUMNS
                        + " FROM association ORDER BY started_at, association_key")
                .mapTo(AssociationRow.class)
                .list());
  }
}
