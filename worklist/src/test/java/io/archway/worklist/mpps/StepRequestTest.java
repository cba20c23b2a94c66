package io.archway.worklist.mpps;

import static io.archway.index.worklist.WorklistFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSetWriter;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dict.Vr;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.CommandSet;
import io.archway.dicom.dimse.DataSetSink;
import io.archway.dicom.dimse.DimseException;
import io.archway.dicom.dimse.DimseOperation;
import io.archway.dicom.dimse.DimseRequest;
import io.archway.dicom.dimse.DimseStatus;
import io.archway.dicom.net.PresentationContext;
import io.archway.dicom.net.PresentationContextResult;
import io.archway.index.database.TestDatabase;
import io.archway.index.worklist.WorklistFixture;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is refused before anything is read, and data sets that are none. */
class StepRequestTest {
  private static final String MPPS = Uids.MODALITY_PERFORMED_PROCEDURE_STEP;
  private static final PresentationContext CONTEXT =
      new PresentationContext(
          1,
          MPPS,
          List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN),
          PresentationContextResult.Result.ACCEPTANCE,
          Uids.IMPLICIT_VR_LITTLE_ENDIAN,
          true,
          false);

  private static CommandSet create(String sopClassUid, String sopInstanceUid) {
    return CommandSet.request(DimseOperation.N_CREATE)
        .putUid(Tag.AFFECTED_SOP_CLASS_UID, sopClassUid)
        .putUid(Tag.AFFECTED_SOP_INSTANCE_UID, sopInstanceUid)
        .putShort(Tag.COMMAND_DATA_SET_TYPE, 0);
  }

  private static CommandSet set(String sopInstanceUid) {
    return CommandSet.request(DimseOperation.N_SET)
        .putUid(Tag.REQUESTED_SOP_CLASS_UID, MPPS)
        .putUid(Tag.REQUESTED_SOP_INSTANCE_UID, sopInstanceUid)
        .putShort(Tag.COMMAND_DATA_SET_TYPE, 0);
  }

  private static DimseRequest request(CommandSet command) {
    return new DimseRequest(null, CONTEXT, command.operation(), command);
  }

  private static DimseStatus refusal(CommandSet command) {
    return catchThrowableOfType(DimseException.class, () -> StepRequest.of(request(command)))
        .response()
        .status();
  }

  @Test
  void takesWhatItIsFor() throws Exception {
    assertThat(StepRequest.of(request(create(MPPS, "2.25.1"))).sopInstanceUid())
        .isEqualTo("2.25.1");
    assertThat(StepRequest.of(request(create(MPPS, null))).sopInstanceUid()).isNull();
    assertThat(StepRequest.of(request(create(MPPS, ""))).sopInstanceUid()).isNull();
    assertThat(StepRequest.of(request(create(MPPS + " ", " 2.25.1 "))).sopInstanceUid())
        .as("padded with spaces")
        .isEqualTo("2.25.1");
    assertThat(StepRequest.of(request(set("2.25.1"))).creates()).isFalse();
  }

  @Test
  void refusesWhatItIsNotFor() {
    assertThat(refusal(create(Uids.CT_IMAGE_STORAGE, "2.25.1")))
        .isEqualTo(DimseStatus.NO_SUCH_SOP_CLASS);
    assertThat(refusal(create(null, "2.25.1"))).isEqualTo(DimseStatus.NO_SUCH_SOP_CLASS);
    assertThat(refusal(create(MPPS, "x".repeat(65)))).isEqualTo(DimseStatus.INVALID_SOP_INSTANCE);
    assertThat(refusal(set(null))).isEqualTo(DimseStatus.INVALID_SOP_INSTANCE);
    for (DimseOperation other :
        new DimseOperation[] {
          DimseOperation.N_GET, DimseOperation.N_DELETE, DimseOperation.C_STORE
        }) {
      CommandSet command = CommandSet.request(other).putUid(Tag.AFFECTED_SOP_CLASS_UID, MPPS);
      assertThat(refusal(command)).isEqualTo(DimseStatus.UNRECOGNIZED_OPERATION);
    }
  }

  @Test
  void aDataSetThatIsNoneIsRefusedWhereverItIsCut() {
    byte[] whole =
        DataSetWriter.toBytes(
            StepPort.begins(StepPort.unscheduled()), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    int read = 0;
    for (int length = 1; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      try {
        AttributeList.parse(cut, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN).verifyComplete();
        read++;
      } catch (DimseException e) {
        assertThat(e.response().status())
            .isIn(DimseStatus.PROCESSING_FAILURE, DimseStatus.MISSING_ATTRIBUTE);
      }
    }
    assertThat(read).as("cut between attributes, behind all that is needed").isLessThan(10);
  }

  @Test
  void moreThanMayBeUnderWayIsRefusedAndWhatEndsMakesRoom() throws Exception {
    try (WorklistFixture fixture = new WorklistFixture(TestDatabase.H2);
        PerformedStepScp scp =
            new PerformedStepScp(
                fixture.database,
                title -> OptionalLong.empty(),
                new PerformedStepSettings(1, 1, 100, ZoneOffset.UTC),
                InstantSource.fixed(NOW))) {
      DataSetSink first = scp.onRequest(request(set("2.25.1")), null);
      assertThatThrownBy(() -> scp.onRequest(request(set("2.25.1")), null))
          .isInstanceOf(DimseException.class)
          .hasMessageContaining("RESOURCE_LIMITATION: requests under way: more than 1");
      first.onAbort(new IOException("gone"));
      assertThat(scp.onRequest(request(set("2.25.1")), null)).isNotNull();
    }
  }

  @Test
  void aLongDataSetIsRefusedBeforeItIsHeld() throws Exception {
    try (WorklistFixture fixture = new WorklistFixture(TestDatabase.H2);
        StepPort port = new StepPort(fixture, Map.of());
        AssociationRequester modality = port.connect()) {
      DataSet[] series = {new DataSet()};
      byte[] value = new byte[StepPort.SETTINGS.maxDataSetBytes()];
      series[0].putBytes(0x00091001, Vr.UN, value);
      DataSet tooLong = new DataSet().putItems(Tag.PERFORMED_SERIES_SEQUENCE, series);
      for (int i = 0; i < 2 * StepPort.SETTINGS.maxRequests(); i++) {
        assertThat(modality.set(1, "2.25.1", tooLong).status()).isEqualTo(0x0213);
      }
      assertThat(modality.set(1, "2.25.1", StepPort.status("COMPLETED")).status())
          .as("nothing counts as under way")
          .isEqualTo(0x0112);
    }
  }
}
