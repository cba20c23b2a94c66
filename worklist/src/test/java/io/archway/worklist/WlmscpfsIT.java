package io.archway.worklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.FileMeta;
import io.archway.dicom.data.Part10;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uids;
import io.archway.index.database.TestDatabase;
import io.archway.index.worklist.WorklistFixture;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * DCMTK's findscu asks our worklist and DCMTK's wlmscpfs, which reads files, for the same steps.
 * Each difference is one of {@link WorklistDifference}, or the test fails.
 */
class WlmscpfsIT {
  private static final int STEPS = 60;
  private static final int QUERIES = 100;
  private static final String THEIR_AE_TITLE = "WLM";

  @TempDir private Path folder;
  private final Map<WorklistDifference, Integer> seen = new EnumMap<>(WorklistDifference.class);
  private final List<String> unexplained = new ArrayList<>();

  @Test
  void differsFromWlmscpfsOnlyWhereTheStandardSaysSo() throws Exception {
    Findscu.require("findscu", "wlmscpfs");
    Random random = new Random(20261122);
    List<ComparedStep> steps = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      steps.add(ComparedStep.random(random, i));
    }
    int theirPort = freePort();
    Process wlmscpfs = startWlmscpfs(steps, theirPort);
    try (WorklistFixture fixture = new WorklistFixture(TestDatabase.H2);
        WorklistPort ours = new WorklistPort(fixture, WorklistPort.SETTINGS)) {
      steps.forEach(step -> fixture.insert(step.order(fixture)));
      int alike = 0;
      for (int i = 0; i < QUERIES; i++) {
        DataSet query = ComparedQuery.random(random, steps);
        alike += compare(i, query, steps, ours.port(), theirPort);
      }
      assertThat(unexplained).isEmpty();
      assertThat(alike).as("queries answered alike; differences: %s", seen).isGreaterThan(30);
      assertThat(seen)
          .as("differences that still occur")
          .containsOnlyKeys(WorklistDifference.values());
    } finally {
      wlmscpfs.destroy();
    }
  }

  /** 1 if both gave the same matches. */
  private int compare(
      int number, DataSet query, List<ComparedStep> steps, int ourPort, int theirPort)
      throws Exception {
    Path file = folder.resolve("query" + number + ".dcm");
    write(file, query);
    Findscu findscu = new Findscu(folder);
    Map<String, DataSet> ours = byStep(findscu.ask(ourPort, "ARCHWAY", List.of(file.toString())));
    Map<String, DataSet> theirs =
        byStep(findscu.ask(theirPort, THEIR_AE_TITLE, List.of(file.toString())));
    for (ComparedStep step : steps) {
      try {
        WorklistDifference.between(query, step, ours.get(step.stepId()), theirs.get(step.stepId()))
            .forEach(difference -> seen.merge(difference, 1, Integer::sum));
      } catch (AssertionError e) {
        unexplained.add(
            "query %d:\n%s%s\n%s"
                .formatted(number, WorklistTags.text(query), step, e.getMessage()));
      }
    }
    assertThat(steps).extracting(ComparedStep::stepId).containsAll(ours.keySet());
    return ours.keySet().equals(theirs.keySet()) && !ours.isEmpty() ? 1 : 0;
  }

  private static Map<String, DataSet> byStep(List<DataSet> answers) {
    Map<String, DataSet> byStep = new TreeMap<>();
    for (DataSet answer : answers) {
      String id = WorklistPort.step(answer).string(Tag.SCHEDULED_PROCEDURE_STEP_ID);
      assertThat(byStep.put(id, answer)).as("another answer of step " + id).isNull();
    }
    return byStep;
  }

  private Process startWlmscpfs(List<ComparedStep> steps, int port) throws IOException {
    Path files = Files.createDirectories(folder.resolve("files").resolve(THEIR_AE_TITLE));
    Files.createFile(files.resolve("lockfile"));
    for (ComparedStep step : steps) {
      write(files.resolve(step.stepId() + ".wl"), step.file());
    }
    List<String> command =
        List.of("wlmscpfs", "-csk", "-dhl", "-dfp", files.getParent().toString(), "" + port);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("wlmscpfs.log").toFile())
            .start();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
              } catch (IOException notYet) {
                return false;
              }
            });
    return process;
  }

  private static void write(Path file, DataSet dataSet) throws IOException {
    FileMeta meta = FileMeta.of(WorklistPort.FIND, "1.2.826.0.1.9", Uids.EXPLICIT_VR_LITTLE_ENDIAN);
    try (OutputStream out = Files.newOutputStream(file)) {
      Part10.write(meta, dataSet, out);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }
}
