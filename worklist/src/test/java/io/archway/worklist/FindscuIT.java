package io.archway.worklist;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.index.database.TestDatabase;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.WorklistFixture;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DCMTK's findscu asks as a modality does. A step is named by its description. */
class FindscuIT {
  private static final String STEP = "ScheduledProcedureStepSequence[0].";

  @TempDir private Path folder;
  private WorklistFixture fixture;

  @BeforeEach
  void open() {
    Findscu.require("findscu");
    fixture = new WorklistFixture(TestDatabase.H2);
    order("P1", "M\u00FCller^J\u00FCrgen", "PX", 8, "pan", "PAN1");
    order("P2", "Muller^Anna", "CT", 12, "cbct", "CBCT");
    order("P3", "\u5C71\u7530^\u592A\u90CE", "PX", 16, "any", "");
  }

  private void order(
      String id, String name, String modality, int hour, String description, String station) {
    long patient = fixture.patient(id, name, DAY.minusYears(20));
    NewStep step = NewStep.of(modality, DAY, LocalTime.of(hour, 0)).withDescription(description);
    fixture.insert(fixture.order(patient, station.isEmpty() ? step : step.withStation(station)));
  }

  @AfterEach
  void close() {
    if (fixture != null) {
      fixture.close();
    }
  }

  @Test
  void findsStepsByWhatModalitiesAsk() throws Exception {
    String day = DAY.toString().replace("-", "");
    try (WorklistPort port = new WorklistPort(fixture, WorklistPort.SETTINGS)) {
      assertThat(found(port)).isEqualTo("any cbct pan");
      assertThat(found(port, "PatientName=MULLER*")).isEqualTo("cbct pan");
      assertThat(found(port, "PatientID=P3")).isEqualTo("any");
      assertThat(found(port, STEP + "Modality=PX")).isEqualTo("any pan");
      assertThat(found(port, STEP + "ScheduledStationAETitle=PAN1")).isEqualTo("any pan");
      assertThat(found(port, STEP + "ScheduledProcedureStepStartDate=" + day + "-"))
          .isEqualTo("any cbct pan");
      assertThat(
              found(
                  port,
                  STEP + "ScheduledProcedureStepStartDate=" + day + "-" + day,
                  STEP + "ScheduledProcedureStepStartTime=0900-1300"))
          .isEqualTo("cbct");
      assertThat(found(port, STEP + "ScheduledProcedureStepStartDate=20200101")).isEmpty();
    }
  }

  @Test
  void readsTheAnswersInUtf8() throws Exception {
    try (WorklistPort port = new WorklistPort(fixture, WorklistPort.SETTINGS)) {
      List<DataSet> answers = ask(port, "PatientID=P3", "PatientName");
      assertThat(answers).hasSize(1);
      assertThat(answers.get(0).string(Tag.SPECIFIC_CHARACTER_SET)).isEqualTo("ISO_IR 192");
      assertThat(answers.get(0).string(Tag.PATIENT_NAME)).isEqualTo("\u5C71\u7530^\u592A\u90CE");
    }
  }

  @Test
  void cancelsBetweenAnswers() throws Exception {
    IntStream.range(0, 200).forEach(i -> order("C" + i, "Many^" + i, "PX", 9, "many", "PAN1"));
    try (WorklistPort port = new WorklistPort(fixture, WorklistPort.SETTINGS)) {
      assertThat(ask(port, List.of("--cancel", "3"), "PatientName=Many*")).hasSizeBetween(3, 200);
      assertThat(found(port, "PatientID=P1")).isEqualTo("pan");
    }
  }

  private String found(WorklistPort port, String... keys) throws Exception {
    List<String> all = new ArrayList<>(List.of(keys));
    all.add(STEP + "ScheduledProcedureStepDescription");
    return ask(port, all.toArray(String[]::new)).stream()
        .map(WorklistPort::step)
        .map(step -> step.string(Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION))
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private List<DataSet> ask(WorklistPort port, String... keys) throws Exception {
    return ask(port, List.of(), keys);
  }

  private List<DataSet> ask(WorklistPort port, List<String> options, String... keys)
      throws Exception {
    List<String> arguments = new ArrayList<>(options);
    Stream.of(keys).forEach(key -> arguments.addAll(List.of("-k", key)));
    return new Findscu(folder).ask(port.port(), "ARCHWAY", arguments);
  }
}
