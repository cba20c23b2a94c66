package io.archway.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dict.Vr;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.gateway.lifecycle.StalledSender.Stage;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers that stall at every stage of sending: nobody waits for them, and limits end them. */
class StalledSendersTest {
  private static final int ASSOCIATIONS = 24;
  private static final int CONNECTIONS = 2 * ASSOCIATIONS;
  private static final long MINUTES = 4;
  private static final Duration LIMIT = Duration.ofMinutes(MINUTES);
  private static final PresentationContextProposal VERIFICATION =
      new PresentationContextProposal(
          3, Uids.VERIFICATION, List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN));
  private static final PresentationContextProposal FIND =
      new PresentationContextProposal(
          5,
          Uids.MODALITY_WORKLIST_INFORMATION_MODEL_FIND,
          List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN));

  private final List<StalledSender> stalled = new ArrayList<>();
  @TempDir private Path folder;

  @AfterEach
  void vanish() throws IOException {
    for (StalledSender each : stalled) {
      each.close();
    }
  }

  /** All connections but one, all associations but one, and more than all buffers. */
  @Test
  void starveNobody() throws Exception {
    String number = Integer.toString(ASSOCIATIONS);
    Map<String, String> limits =
        Map.of(
            "ARCHWAY_DICOM_MAX_ASSOCIATIONS",
            number,
            "ARCHWAY_DICOM_MAX_ASSOCIATIONS_PER_PEER",
            number,
            "ARCHWAY_DICOM_ARTIM_TIMEOUT",
            "10m",
            "ARCHWAY_STORE_BUFFER_POOL_SIZE",
            128 * ASSOCIATIONS + "KiB");
    try (LocalGateway gateway = LocalGateway.start(folder.resolve("home"), limits)) {
      stall(gateway, EnumSet.range(Stage.ASSOCIATED, Stage.READS_NOTHING), ASSOCIATIONS - 1);
      stall(
          gateway,
          EnumSet.of(Stage.NOTHING_SENT, Stage.WITHIN_REQUEST),
          CONNECTIONS - ASSOCIATIONS);
      await().atMost(LIMIT).until(() -> stalled.stream().allMatch(StalledSender::isStalled));
      awaitMetric(gateway, "archway_dicom_associations_running", ASSOCIATIONS - 1);

      for (int turn = 0; turn < 3; turn++) {
        int first = 100 * turn;
        CompletableFuture<Void> good = new CompletableFuture<>();
        inBackground(good, () -> storeAskAndEcho(gateway, first));
        good.get(MINUTES, TimeUnit.MINUTES);
        awaitMetric(gateway, "archway_dicom_associations_running", ASSOCIATIONS - 1);
      }

      vanish();
      awaitMetric(gateway, "archway_dicom_associations_running", 0);
      awaitMetric(gateway, "archway_arrivals_running", 0);
      awaitMetric(gateway, "archway_buffers_used_bytes", 0);
    }
  }

  @Test
  void areEndedByTheirLimitWhichTheirRowNames() throws Exception {
    Map<String, String> limits =
        Map.of(
            "ARCHWAY_DICOM_ARTIM_TIMEOUT", "500ms",
            "ARCHWAY_DICOM_PDU_TIMEOUT", "1s",
            "ARCHWAY_DICOM_IDLE_TIMEOUT", "1s");
    try (LocalGateway gateway = LocalGateway.start(folder.resolve("home"), limits)) {
      Set<Stage> stages = EnumSet.allOf(Stage.class);
      stall(gateway, stages, stages.size());
      for (StalledSender each : stalled) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        inBackground(closed, each::awaitClosed);
        assertThat(closed).as(each.stage().name()).succeedsWithin(LIMIT);
      }
      stages.remove(Stage.NOTHING_SENT); // as whoever looks whether the port is open
      stages.remove(Stage.WITHIN_REQUEST); // has no AE title yet
      Map<String, JsonNode> rows = rowsOf(gateway, stages.size() + 1);
      for (Stage stage : stages) {
        assertThat(rows.get(stage.name()).get("reason").asText()).contains(stage.limitName());
        assertThat(rows.get(stage.name()).get("objects_stored").asInt()).isZero();
      }
      assertThat(rows.get("").get("reason").asText()).contains("artimTimeoutMillis");
      awaitMetric(gateway, "archway_arrivals_running", 0);
      awaitMetric(gateway, "archway_buffers_used_bytes", 0);
    }
  }

  private void stall(LocalGateway gateway, Set<Stage> stages, int count) throws IOException {
    List<Stage> turns = List.copyOf(stages);
    for (int i = 0; i < count; i++) {
      stalled.add(StalledSender.at(turns.get(i % turns.size()), gateway.dicomPort()));
    }
  }

  /** As a scanner does: what is open, a series of slices and a volume, and whether we live. */
  private static void storeAskAndEcho(LocalGateway gateway, int first) throws IOException {
    SampleObject volume = Samples.slice(first, 1200, 1200);
    try (AssociationRequester scanner =
        gateway.connect(LocalGateway.context(1, volume), VERIFICATION, FIND)) {
      DataSet keys = new DataSet().put(Tag.PATIENT_NAME, Vr.PN, "Doe*");
      assertThat(scanner.find(5, keys, (status, answer) -> true).isSuccess()).isTrue();
      for (int i = 1; i <= 10; i++) {
        SampleObject slice = Samples.slice(first + i, 512, 512);
        assertThat(LocalGateway.store(scanner, 1, slice).status()).isZero();
      }
      assertThat(LocalGateway.store(scanner, 1, volume).status()).isZero();
      assertThat(scanner.echo().isSuccess()).isTrue();
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void inBackground(CompletableFuture<Void> done, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
                done.complete(null);
              } catch (Exception | Error e) {
                done.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  /** By calling AE title, once so many have ended. */
  private static Map<String, JsonNode> rowsOf(LocalGateway gateway, int count) throws Exception {
    ApiCaller caller = ApiCaller.signIn(gateway);
    List<JsonNode> rows =
        await()
            .atMost(LIMIT)
            .until(
                () -> caller.get("/api/association").get("data").valueStream().toList(),
                found ->
                    found.size() == count
                        && found.stream().noneMatch(row -> row.get("ended_at").isNull()));
    return rows.stream()
        .collect(Collectors.toMap(row -> row.get("calling_ae_title").asText(""), row -> row));
  }

  private static void awaitMetric(LocalGateway gateway, String series, int expected) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(gateway.get("/metrics").body().lines())
                    .contains(series + " " + expected + ".0"));
  }
}
