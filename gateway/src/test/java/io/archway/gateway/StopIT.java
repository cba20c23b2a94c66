package io.archway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.RequesterSettings;
import io.archway.dicom.dimse.StoreRequest;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM to the real program, whose index does not answer any more. */
class StopIT {
  private final SampleObject object = Samples.tiny(1);
  @TempDir private Path folder;

  @Test
  void endsInTimeWithACodeOfItsOwnAndLosesNothing() throws Exception {
    Path home = folder.resolve("home");
    Path log = folder.resolve("serve.log");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
      try (FreezingRelay relay = new FreezingRelay(postgres.getPort());
          RunningGateway gateway = RunningGateway.start(home, log, index(relay.port(), "2s"))) {
        assertThat(store(gateway)).isZero();
        relay.freeze();
        store(gateway); // its association's row has to be written now
        assertThat(gateway.stop()).isEqualTo(ExitCode.STOP_TIMED_OUT.number());
        assertThat(Files.readString(log))
            .contains("Archway stops, within 2.00 s")
            .containsPattern("archway: did not end in time: .*association recorder");
      }
      try (RunningGateway gateway =
          RunningGateway.start(home, log, index(postgres.getPort(), "20s"))) {
        assertThat(gateway.file(object.sopInstanceUid())).endsWith(object.dataSetBytes());
        assertThat(gateway.stop()).isZero();
        assertThat(Files.readString(log)).containsPattern("Archway stopped in \\d+\\.\\d\\d s");
      }
    }
  }

  private static Map<String, String> index(int port, String stopTime) {
    return Map.of(
        "ARCHWAY_INDEX_URL",
        "jdbc:postgresql://localhost:" + port + "/postgres",
        "ARCHWAY_INDEX_USER",
        "postgres",
        "ARCHWAY_STORE_MINIMUM_FREE_SPACE",
        "0B",
        "ARCHWAY_STOP_TIMEOUT",
        stopTime);
  }

  /** The status, or -1 where there was no answer. */
  private int store(RunningGateway gateway) {
    List<PresentationContextProposal> proposals =
        List.of(
            new PresentationContextProposal(
                1, object.sopClassUid(), List.of(object.transferSyntax().uid())));
    RequesterSettings settings =
        RequesterSettings.of(
            new InetSocketAddress("localhost", gateway.dicomPort()), "SENDER", "ARCHWAY");
    try (AssociationRequester requester = AssociationRequester.connect(settings, proposals)) {
      return requester
          .store(
              StoreRequest.of(1, object.sopClassUid(), object.sopInstanceUid()),
              Channels.newChannel(new ByteArrayInputStream(object.dataSetBytes())),
              sent -> {})
          .status();
    } catch (IOException e) {
      return -1;
    }
  }
}
