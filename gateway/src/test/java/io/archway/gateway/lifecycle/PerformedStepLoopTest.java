package io.archway.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uid;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dict.Vr;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An order over HTTP, a modality that tells by MPPS what it makes of it, a restart meanwhile, and
 * images that name nothing but what was performed.
 */
class PerformedStepLoopTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long SEED = 7;
  private static final String UID = "2.25.4711";
  private static final String MPPS = Uids.MODALITY_PERFORMED_PROCEDURE_STEP;
  private static final PresentationContextProposal STEPS =
      new PresentationContextProposal(1, MPPS, List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN));
  private static final PresentationContextProposal WORKLIST =
      new PresentationContextProposal(
          3,
          Uids.MODALITY_WORKLIST_INFORMATION_MODEL_FIND,
          List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN));

  @TempDir private Path folder;

  @Test
  void aStepIsStartedCompletedAndFoundByItsImages() throws Exception {
    long item;
    DataSet offered;
    try (LocalGateway gateway = LocalGateway.start(folder, Map.of());
        AssociationRequester modality = gateway.connect(STEPS, WORKLIST)) {
      item = order(gateway);
      assertThat(worklist(modality)).hasSize(1);
      offered = worklist(modality).get(0);
      assertThat(modality.create(1, UID, begins(offered)).status()).isZero();
      assertState(gateway, item, "started", "started");
      assertThat(worklist(modality)).as("in progress").hasSize(1);
    }
    try (LocalGateway gateway = LocalGateway.start(folder, Map.of());
        AssociationRequester modality = gateway.connect(STEPS, WORKLIST)) {
      DataSet ends =
          new DataSet()
              .put(Tag.PERFORMED_PROCEDURE_STEP_STATUS, Vr.CS, "COMPLETED")
              .put(Tag.PERFORMED_PROCEDURE_STEP_END_DATE, Vr.DA, "20261026")
              .put(Tag.PERFORMED_PROCEDURE_STEP_END_TIME, Vr.TM, "101500");
      assertThat(modality.set(1, UID, ends).status()).isZero();
      JsonNode step = assertState(gateway, item, "completed", "completed");
      assertThat(step.hasNonNull("started_at")).isTrue();
      assertThat(step.hasNonNull("ended_at")).isTrue();
      assertThat(worklist(modality)).as("done").isEmpty();

      send(gateway, imagesOf(offered));
      ApiCaller api = ApiCaller.signIn(gateway);
      await().atMost(LIMIT).until(() -> api.get("/api/worklist/" + item).hasNonNull("media_id"));
      assertState(gateway, item, "completed", "arrived");
    }
  }

  private static long order(LocalGateway gateway) throws Exception {
    send(gateway, Samples.tiny(SEED)); // an earlier visit, by which the patient is known
    ApiCaller api = ApiCaller.signIn(gateway);
    await().atMost(LIMIT).until(() -> api.get("/api/patient").get("data").size() == 1);
    long patient = api.get("/api/patient").get("data").get(0).get("id").asLong();
    JsonNode offices = api.get("/api/worklist/search-suggestions?search=Main").get("offices");
    String body =
        """
        {"office_id": %d, "patient_id": %d, "study_type": "comprehensive_read",
         "status": "pending", "steps": [{"modality": "PX"}]}
        """
            .formatted(offices.get(0).get("id").asLong(), patient);
    return api.call("POST", "/api/worklist", body).get("id").asLong();
  }

  private static void send(LocalGateway gateway, SampleObject object) throws IOException {
    try (AssociationRequester modality = gateway.connect(LocalGateway.context(1, object))) {
      assertThat(LocalGateway.store(modality, 1, object).status()).isZero();
    }
  }

  private static List<DataSet> worklist(AssociationRequester modality) throws IOException {
    DataSet keys =
        new DataSet()
            .put(Tag.PATIENT_NAME, Vr.PN)
            .put(Tag.PATIENT_ID, Vr.LO)
            .put(Tag.STUDY_INSTANCE_UID, Vr.UI)
            .put(Tag.ACCESSION_NUMBER, Vr.SH)
            .put(Tag.REQUESTED_PROCEDURE_ID, Vr.SH)
            .putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE);
    List<DataSet> steps = new ArrayList<>();
    assertThat(
            modality
                .find(
                    3,
                    keys,
                    (status, answer) -> {
                      steps.add(answer);
                      return true;
                    })
                .isSuccess())
        .isTrue();
    return steps;
  }

  private static DataSet begins(DataSet offered) {
    DataSet step = offered.item(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE);
    DataSet scheduled = new DataSet();
    scheduled.put(Tag.STUDY_INSTANCE_UID, Vr.UI, offered.string(Tag.STUDY_INSTANCE_UID));
    for (int tag : List.of(Tag.ACCESSION_NUMBER, Tag.REQUESTED_PROCEDURE_ID)) {
      scheduled.put(tag, Vr.SH, offered.string(tag));
    }
    scheduled.put(
        Tag.SCHEDULED_PROCEDURE_STEP_ID, Vr.SH, step.string(Tag.SCHEDULED_PROCEDURE_STEP_ID));
    return new DataSet()
        .put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192")
        .put(Tag.MODALITY, Vr.CS, "PX")
        .put(Tag.PATIENT_NAME, Vr.PN, offered.string(Tag.PATIENT_NAME))
        .put(Tag.PATIENT_ID, Vr.LO, offered.string(Tag.PATIENT_ID))
        .put(Tag.PERFORMED_STATION_AE_TITLE, Vr.AE, "TEST")
        .put(Tag.PERFORMED_PROCEDURE_STEP_START_DATE, Vr.DA, "20261026")
        .put(Tag.PERFORMED_PROCEDURE_STEP_START_TIME, Vr.TM, "100000")
        .put(Tag.PERFORMED_PROCEDURE_STEP_STATUS, Vr.CS, "IN PROGRESS")
        .put(Tag.PERFORMED_PROCEDURE_STEP_ID, Vr.SH, "PPS1")
        .putItems(Tag.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE, scheduled);
  }

  /** Under a Study Instance UID that the modality made, on another day, without a request. */
  private static SampleObject imagesOf(DataSet offered) {
    SampleObject object = Samples.panoramic(SEED, 64);
    DataSet performed =
        new DataSet()
            .put(Tag.REFERENCED_SOP_CLASS_UID, Vr.UI, MPPS)
            .put(Tag.REFERENCED_SOP_INSTANCE_UID, Vr.UI, UID);
    object
        .head()
        .put(Tag.PATIENT_NAME, Vr.PN, offered.string(Tag.PATIENT_NAME))
        .put(Tag.PATIENT_ID, Vr.LO, offered.string(Tag.PATIENT_ID))
        .put(Tag.STUDY_INSTANCE_UID, Vr.UI, Uid.random())
        .put(Tag.STUDY_DATE, Vr.DA, "20200101")
        .put(Tag.ACCESSION_NUMBER, Vr.SH)
        .putItems(Tag.REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE, performed);
    return object;
  }

  private static JsonNode assertState(LocalGateway gateway, long item, String step, String scan)
      throws Exception {
    JsonNode seen = ApiCaller.signIn(gateway).get("/api/worklist/" + item);
    assertThat(seen.get("scan_status").asText()).isEqualTo(scan);
    assertThat(seen.get("steps").get(0).get("status").asText()).isEqualTo(step);
    return seen.get("steps").get(0);
  }
}
