package io.archway.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.archway.dicom.dict.Uids;
import io.archway.dicom.dimse.AssociationRejectedException;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What GET /metrics of the whole program counts, over real associations and a watched folder. */
class MetricsTest {
  private static final PresentationContextProposal STUDY_ROOT_FIND =
      new PresentationContextProposal(
          3, "1.2.840.10008.5.1.4.1.2.2.1", List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN));

  @TempDir private Path folder;

  @Test
  void everySeriesIsThereBeforeAnythingHappens() throws Exception {
    try (LocalGateway gateway = LocalGateway.start(folder.resolve("home"), Map.of())) {
      String metrics = metrics(gateway);
      assertThat(metrics.lines())
          .contains(
              "archway_dicom_associations_running 0.0",
              "archway_dicom_associations_total{end=\"rejected\"} 0.0",
              "archway_dicom_associations_rejected_total{reason=\"temporary_congestion\"} 0.0",
              "archway_dicom_presentation_contexts_total"
                  + "{result=\"transfer_syntaxes_not_supported\"} 0.0",
              "archway_dicom_operations_total{operation=\"C-STORE\",status=\"0000\"} 0.0",
              "archway_dicom_received_bytes_total 0.0",
              "archway_arrivals_total{verdict=\"skipped\",via=\"watch\"} 0.0",
              "archway_arrivals_refused_total{reason=\"out_of_space\",via=\"dimse\"} 0.0",
              "archway_arrivals_running 0.0",
              "archway_buffers_used_bytes 0.0",
              "archway_store_reserve_bytes 0.0",
              "archway_index_up 1.0",
              "archway_index_lag_bytes 0.0");
      assertThat(value(metrics, "archway_store_free_bytes")).isPositive();
      assertThat(value(metrics, "archway_buffers_size_bytes")).isGreaterThan(1 << 20);
    }
  }

  @Test
  void associationsAndTheirObjectsAreCountedWhileTheyRun() throws Exception {
    SampleObject object = Samples.tiny(1);
    try (LocalGateway gateway = LocalGateway.start(folder.resolve("home"), Map.of())) {
      try (AssociationRequester scanner =
          gateway.connect(LocalGateway.context(1, object), STUDY_ROOT_FIND)) {
        assertThat(LocalGateway.store(scanner, 1, object).isSuccess()).isTrue();
        assertThat(LocalGateway.store(scanner, 1, object).isSuccess()).isTrue();
        await(gateway, "archway_dicom_operations_total{operation=\"C-STORE\",status=\"0000\"}", 2);
        await(gateway, "archway_index_lag_bytes", 0);
        String metrics = metrics(gateway);
        assertThat(value(metrics, "archway_dicom_associations_running")).isEqualTo(1);
        assertThat(value(metrics, "archway_dicom_received_bytes_total"))
            .isGreaterThan(2 * object.dataSetLength());
        assertThat(metrics.lines())
            .contains(
                "archway_arrivals_total{verdict=\"stored\",via=\"dimse\"} 1.0",
                "archway_arrivals_total{verdict=\"duplicate\",via=\"dimse\"} 1.0",
                "archway_dicom_presentation_contexts_total{result=\"acceptance\"} 1.0",
                "archway_dicom_presentation_contexts_total"
                    + "{result=\"abstract_syntax_not_supported\"} 1.0");
      }
      await(gateway, "archway_dicom_associations_total{end=\"released\"}", 1);
      assertThat(value(metrics(gateway), "archway_dicom_associations_running")).isZero();
      assertThat(value(metrics(gateway), "archway_dicom_received_bytes_total"))
          .isGreaterThan(2 * object.dataSetLength());
    }
  }

  @Test
  void refusalsAreCountedByTheirReason() throws Exception {
    SampleObject object = Samples.tiny(1);
    PresentationContextProposal verification =
        new PresentationContextProposal(
            5, Uids.VERIFICATION, List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN));
    Map<String, String> full = Map.of("ARCHWAY_STORE_MINIMUM_FREE_SPACE", "1024TiB");
    try (LocalGateway gateway = LocalGateway.start(folder.resolve("home"), full)) {
      assertThat(
              catchThrowableOfType(
                  AssociationRejectedException.class,
                  () -> gateway.connect(LocalGateway.context(1, object)).close()))
          .isNotNull();
      try (AssociationRequester scanner =
          gateway.connect(LocalGateway.context(1, object), verification)) {
        assertThat(LocalGateway.store(scanner, 1, object).status()).isEqualTo(0xA700);
      }
      await(gateway, "archway_dicom_associations_total{end=\"released\"}", 1);
      assertThat(metrics(gateway).lines())
          .contains(
              "archway_dicom_associations_total{end=\"rejected\"} 1.0",
              "archway_dicom_associations_rejected_total{reason=\"temporary_congestion\"} 1.0",
              "archway_dicom_operations_total{operation=\"C-STORE\",status=\"A700\"} 1.0",
              "archway_arrivals_total{verdict=\"refused\",via=\"dimse\"} 1.0",
              "archway_arrivals_refused_total{reason=\"out_of_space\",via=\"dimse\"} 1.0");
    }
  }

  @Test
  void watchedFilesAreCountedByVerdictAndNoLabelIsFromOutside() throws Exception {
    Path watched = Files.createDirectory(folder.resolve("watched"));
    Map<String, String> watching =
        Map.of(
            "ARCHWAY_INGEST_WATCH", watched.toString(), "ARCHWAY_INGEST_WATCH_INTERVAL", "100ms");
    try (LocalGateway gateway = LocalGateway.start(folder.resolve("home"), watching)) {
      Files.write(watched.resolve("a.dcm"), Samples.tiny(1).fileBytes());
      Files.writeString(watched.resolve("b.txt"), "words, long enough to be no DICOM file");
      await(gateway, "archway_arrivals_total{verdict=\"stored\",via=\"watch\"}", 1);
      await(gateway, "archway_arrivals_total{verdict=\"skipped\",via=\"watch\"}", 1);
      assertThat(metrics(gateway)).doesNotContain("TEST", "a.dcm", watched.toString());
    }
  }

  private static String metrics(LocalGateway gateway) throws Exception {
    return gateway.get("/metrics").body();
  }

  private static void await(LocalGateway gateway, String series, double expected) {
    Awaitility.await()
        .untilAsserted(() -> assertThat(value(metrics(gateway), series)).isEqualTo(expected));
  }

  private static double value(String metrics, String series) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(series + " is missing in\n" + metrics));
  }
}
