package io.archway.worklist.mpps;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static io.archway.worklist.mpps.StepPort.begins;
import static io.archway.worklist.mpps.StepPort.ends;
import static io.archway.worklist.mpps.StepPort.scheduled;
import static io.archway.worklist.mpps.StepPort.unscheduled;
import static io.archway.worklist.mpps.StepPort.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSetWriter;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.index.database.TestDatabase;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.StepStatus;
import io.archway.index.worklist.WorklistFixture;
import io.archway.index.worklist.WorklistItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DCMTK's network library, by a small program of ours, tells what it performs. */
class MppsscuIT {
  private static final Path SOURCE = Path.of("src", "test", "cpp", "mppsscu.cc");
  private static final Path HEADERS = Path.of("/usr/include/dcmtk/dcmnet/assoc.h");

  @TempDir static Path tools;
  @TempDir private Path folder;

  @BeforeAll
  static void compile() throws Exception {
    if (!Files.exists(HEADERS)) {
      assertThat(System.getenv("ARCHWAY_TEST_PEERS")).as("libdcmtk-dev").isNotEqualTo("required");
      assumeTrue(false, "libdcmtk-dev is not installed");
    }
    run(
        List.of(
            "g++",
            "-o",
            tool().toString(),
            SOURCE.toString(),
            "-ldcmnet",
            "-ldcmdata",
            "-loflog",
            "-lofstd"));
  }

  private static Path tool() {
    return tools.resolve("mppsscu");
  }

  @Test
  void beginsAndEndsAndIsToldWhyNot() throws Exception {
    try (WorklistFixture fixture = new WorklistFixture(TestDatabase.H2);
        StepPort port = new StepPort(fixture, Map.of())) {
      long patient = fixture.patient("P1", "Doe^Jane", DAY.minusYears(20));
      WorklistItem item = fixture.insert(fixture.order(patient, NewStep.of("PX", DAY, TIME)));
      String stepId = fixture.steps(item.worklistItemKey()).get(0).id();
      String begins = file("begins", begins(scheduled(item, stepId)));
      String ends = file("ends", ends("COMPLETED"));
      DataSet completed =
          begins(unscheduled()).put(Tag.PERFORMED_PROCEDURE_STEP_STATUS, Vr.CS, "COMPLETED");
      String over = file("over", completed);
      String lacks = file("lacks", without(begins(unscheduled()), Tag.MODALITY));
      assertThat(
              tell(
                  port,
                  new Request("create", "2.25.1", begins),
                  new Request("create", "2.25.1", begins),
                  new Request("create", "2.25.2", lacks),
                  new Request("create", "2.25.3", over),
                  new Request("set", "2.25.4", ends),
                  new Request("set", "2.25.1", ends),
                  new Request("set", "2.25.1", ends)))
          .containsExactly(
              "N-CREATE 0000 2.25.1 - -",
              "N-CREATE 0111 2.25.1 - a performed step of this UID is here",
              "N-CREATE 0120 2.25.2 - (0008,0060): missing",
              "N-CREATE 0106 2.25.3 - (0040,0252): COMPLETED (expected: IN PROGRESS)",
              "N-SET 0112 2.25.4 - no performed step of this UID is here",
              "N-SET 0000 2.25.1 - -",
              "N-SET 0110 2.25.1 42768 Performed Procedure Step Object may no longer be updated");
      assertThat(fixture.steps(item.worklistItemKey()).get(0).status())
          .isEqualTo(StepStatus.COMPLETED);
    }
  }

  @Test
  void isGivenAUid() throws Exception {
    try (WorklistFixture fixture = new WorklistFixture(TestDatabase.H2);
        StepPort port = new StepPort(fixture, Map.of())) {
      String begins = file("begins", begins(unscheduled()));
      List<String> created = tell(port, new Request("create", "-", begins));
      assertThat(created).hasSize(1);
      assertThat(created.get(0)).matches("N-CREATE 0000 2\\.25\\.\\d+ - -");
      String uid = created.get(0).split(" ")[2];
      assertThat(tell(port, new Request("set", uid, file("ends", ends("DISCONTINUED")))))
          .containsExactly("N-SET 0000 " + uid + " - -");
    }
  }

  private String file(String name, DataSet dataSet) throws IOException {
    Path file = folder.resolve(name + ".dcm");
    Files.write(file, DataSetWriter.toBytes(dataSet, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));
    return file.toString();
  }

  private record Request(String operation, String uid, String file) {}

  private static List<String> tell(StepPort port, Request... requests) throws Exception {
    List<String> command =
        new ArrayList<>(List.of(tool().toString(), "localhost", "" + port.port(), "PAN1"));
    for (Request request : requests) {
      command.addAll(List.of(request.operation, request.uid, request.file));
    }
    return run(command);
  }

  private static List<String> run(List<String> command) throws Exception {
    Path log = Files.createTempFile(tools, "mppsscu", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    return Files.readAllLines(log);
  }
}
