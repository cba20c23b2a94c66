package io.archway.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dict.Vr;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.DimseResult;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.gateway.CommandFailure;
import io.archway.gateway.settings.SettingsLoader;
import io.archway.worklist.SeenBy;
import io.archway.worklist.WorklistSettings;
import io.archway.worklist.mpps.PerformedStepSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Modality Worklist is among the services, as the settings want it. */
class WorklistPartTest {
  private static final String FIND = Uids.MODALITY_WORKLIST_INFORMATION_MODEL_FIND;

  @TempDir private Path folder;

  @Test
  void aScannerAsksTheGateway() throws Exception {
    PresentationContextProposal proposal =
        new PresentationContextProposal(
            1, FIND, List.of(Uids.JPEG_LOSSLESS_SV1, Uids.IMPLICIT_VR_LITTLE_ENDIAN));
    try (LocalGateway gateway = LocalGateway.start(folder, Map.of());
        AssociationRequester requester = gateway.connect(proposal)) {
      assertThat(requester.association().acceptedContext(1).transferSyntaxUid())
          .isEqualTo(Uids.IMPLICIT_VR_LITTLE_ENDIAN);
      DataSet keys = new DataSet().put(Tag.PATIENT_NAME, Vr.PN, "Doe*");
      DimseResult result = requester.find(1, keys, (status, answer) -> true);
      assertThat(result.isSuccess()).as(result.errorComment()).isTrue();
    }
  }

  @Test
  void aScannerTellsTheGatewayWhatItDoes() throws Exception {
    PresentationContextProposal proposal =
        new PresentationContextProposal(
            1,
            Uids.MODALITY_PERFORMED_PROCEDURE_STEP,
            List.of(Uids.JPEG_LOSSLESS_SV1, Uids.IMPLICIT_VR_LITTLE_ENDIAN));
    try (LocalGateway gateway = LocalGateway.start(folder, Map.of());
        AssociationRequester requester = gateway.connect(proposal)) {
      assertThat(requester.association().acceptedContext(1).transferSyntaxUid())
          .isEqualTo(Uids.IMPLICIT_VR_LITTLE_ENDIAN);
      DataSet status = new DataSet().put(Tag.PERFORMED_PROCEDURE_STEP_STATUS, Vr.CS, "COMPLETED");
      assertThat(requester.set(1, "2.25.1", status).status()).isEqualTo(0x0112);
    }
  }

  @Test
  void takesWhatTheSettingsSayOfPerformedSteps() throws Exception {
    Map<String, String> environment =
        Map.of(
            "ARCHWAY_MPPS_WORKER_THREADS",
            "3",
            "ARCHWAY_MPPS_MAX_REQUESTS",
            "7",
            "ARCHWAY_MPPS_MAX_DATA_SET",
            "8KiB");
    PerformedStepSettings settings =
        WorklistPart.settings(new SettingsLoader().environment(environment).load().mpps());
    assertThat(settings.workerThreads()).isEqualTo(3);
    assertThat(settings.maxRequests()).isEqualTo(7);
    assertThat(settings.maxDataSetBytes()).isEqualTo(8 << 10);
  }

  @Test
  void takesWhatTheSettingsSay() throws Exception {
    WorklistSettings settings =
        settings(
            Map.of(
                "ARCHWAY_WORKLIST_SEEN_BY",
                "station",
                "ARCHWAY_WORKLIST_SEEN_BY_DEVICES",
                "DESK=all,CEPH1 =office",
                "ARCHWAY_WORKLIST_EXPIRE_AFTER",
                "2d",
                "ARCHWAY_WORKLIST_CHARACTER_SETS",
                "CEPH1=ISO_IR 100,PAN1=ISO 2022 IR 6\\ISO 2022 IR 87"));
    assertThat(settings.seenBy()).isEqualTo(SeenBy.STATION);
    assertThat(settings.seenByDevices())
        .containsExactlyInAnyOrderEntriesOf(Map.of("DESK", SeenBy.ALL, "CEPH1", SeenBy.OFFICE));
    assertThat(settings.expiresAfter()).hasDays(2);
    assertThat(settings.characterSets().get("CEPH1").definedTerms()).containsExactly("ISO_IR 100");
    assertThat(settings.characterSets().get("PAN1").definedTerms())
        .containsExactly("ISO 2022 IR 6", "ISO 2022 IR 87");
  }

  @Test
  void answersByAsManyThreadsAsThereAreProcessors() throws Exception {
    int processors = Runtime.getRuntime().availableProcessors();
    assertThat(settings(Map.of()).workerThreads()).isEqualTo(Math.max(2, processors));
    assertThat(settings(Map.of("ARCHWAY_WORKLIST_WORKER_THREADS", "1")).workerThreads())
        .isEqualTo(1);
    Map<String, String> one = Map.of("ARCHWAY_WORKLIST_MAX_QUERIES", "1");
    assertThat(settings(one).workerThreads()).isEqualTo(1);
  }

  @Test
  void refusesACharacterSetThatNobodyKnows() {
    Map<String, String> unknown = Map.of("ARCHWAY_WORKLIST_CHARACTER_SETS", "CEPH1=EBCDIC");
    assertThatThrownBy(() -> settings(unknown))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("worklist.characterSets");
  }

  private static WorklistSettings settings(Map<String, String> environment) throws Exception {
    return WorklistPart.settings(new SettingsLoader().environment(environment).load().worklist());
  }
}
