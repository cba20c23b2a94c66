package io.archway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.archway.dicom.dict.Uids;
import io.archway.dicom.dimse.AssociationRejectedException;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.RequesterSettings;
import io.archway.dicom.net.PresentationContextProposal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The log lies where nothing can be written any more: a pipe that is full and that nobody reads.
 */
@EnabledOnOs(OS.LINUX)
class HungLogIT {
  /** More than are queued. */
  private static final int REFUSALS = 50;

  @TempDir private Path folder;

  @Test
  void nobodyWaitsForTheLogAndAStopEndsWell() throws Exception {
    Path pipe = Files.createDirectory(folder.resolve("logs")).resolve("archway.log");
    assumeTrue(run("mkfifo", pipe.toString()) == 0);
    // Open for both ends, so that opening it waits for nobody.
    try (RandomAccessFile held = new RandomAccessFile(pipe.toFile(), "rw");
        RunningGateway gateway =
            RunningGateway.start(
                folder.resolve("home"), folder.resolve("serve.log"), settings(pipe.getParent()))) {
      assertThat(held.getFD().valid()).isTrue();
      fill(pipe);
      for (int i = 0; i < REFUSALS; i++) {
        assertRefused(gateway);
      }
      try (AssociationRequester requester = connect(gateway, "FRIEND")) {
        assertThat(requester.echo().isSuccess()).isTrue();
      }
      assertThat(gateway.stop()).isZero();
    }
  }

  private static Map<String, String> settings(Path logs) {
    return Map.of(
        "ARCHWAY_LOG_FOLDER", logs.toString(),
        "ARCHWAY_LOG_LEVEL", "trace",
        "ARCHWAY_DICOM_ALLOWED_CALLING_AE_TITLES", "FRIEND");
  }

  /** Returns when the pipe takes no other byte. */
  private static void fill(Path pipe) throws Exception {
    for (String bytes : List.of("4096", "1")) {
      assertThat(run("dd", "if=/dev/zero", "of=" + pipe, "oflag=nonblock", "bs=" + bytes))
          .as("dd ends when the pipe is full")
          .isNotZero();
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static void assertRefused(RunningGateway gateway) throws IOException {
    try (AssociationRequester requester = connect(gateway, "STRANGER")) {
      throw new AssertionError("accepted: " + requester);
    } catch (AssociationRejectedException e) {
      assertThat(e.summary().permanent()).isTrue();
    }
  }

  private static AssociationRequester connect(RunningGateway gateway, String calling)
      throws IOException {
    return AssociationRequester.connect(
        RequesterSettings.of(
            new InetSocketAddress("localhost", gateway.dicomPort()), calling, "ARCHWAY"),
        List.of(
            new PresentationContextProposal(
                1, Uids.VERIFICATION, List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN))));
  }
}
