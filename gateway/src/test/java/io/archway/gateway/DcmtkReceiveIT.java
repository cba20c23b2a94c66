package io.archway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * DCMTK pushes a practice's day over several associations; HTTP gives back every data set as it
 * was.
 */
class DcmtkReceiveIT {
  private static final int OBJECTS = 2_000;
  private static final int ASSOCIATIONS = 8;
  private static final long SEED = 8;
  private static final String TOOL = "dcmsend";

  @TempDir private Path folder;

  @Test
  void givesBackEveryDataSetAsItWasSent() throws Exception {
    requireTool();
    for (int i = 0; i < OBJECTS; i++) {
      write(Samples.mixed(SEED, i), senderFolder(i % ASSOCIATIONS).resolve(i + ".dcm"));
    }
    Path home = folder.resolve("home");
    try (RunningGateway gateway = RunningGateway.start(home, folder.resolve("serve.log"))) {
      sendAll(gateway);
      for (int i = 0; i < OBJECTS; i++) {
        SampleObject object = Samples.mixed(SEED, i);
        byte[] file = gateway.file(object.sopInstanceUid());
        byte[] dataSet = object.dataSetBytes();
        assertThat(file).as(object.sopInstanceUid()).isNotNull();
        assertThat(file).as(object.sopInstanceUid()).endsWith(dataSet);
      }
      assertThat(gateway.json("/api/media").path("meta").path("total").asInt()).isPositive();
      assertThat(gateway.stop()).isZero();
    }
    assertThat(
            RunningGateway.run(
                folder.resolve("check.log"), List.of("check", "--home", home.toString())))
        .as(Files.readString(folder.resolve("check.log")))
        .isZero();
  }

  private static void requireTool() {
    boolean there =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(entry -> Files.isExecutable(Path.of(entry, TOOL)));
    if (!there) {
      assertThat(System.getenv("ARCHWAY_TEST_PEERS")).as(TOOL).isNotEqualTo("required");
      assumeTrue(false, TOOL + " is not on the PATH");
    }
  }

  private Path senderFolder(int sender) throws IOException {
    return Files.createDirectories(folder.resolve("sender" + sender));
  }

  private static void write(SampleObject object, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      object.writeFile(out);
    }
  }

  private void sendAll(RunningGateway gateway) throws IOException, InterruptedException {
    List<Process> senders = new ArrayList<>();
    for (int i = 0; i < ASSOCIATIONS; i++) {
      senders.add(
          new ProcessBuilder(
                  TOOL,
                  "-aec",
                  "ARCHWAY",
                  "-aet",
                  "SENDER" + i,
                  "+sd",
                  "localhost",
                  "" + gateway.dicomPort(),
                  senderFolder(i).toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("sender" + i + ".log").toFile())
              .start());
    }
    for (int i = 0; i < ASSOCIATIONS; i++) {
      assertThat(senders.get(i).waitFor())
          .as(Files.readString(folder.resolve("sender" + i + ".log")))
          .isZero();
    }
  }
}
