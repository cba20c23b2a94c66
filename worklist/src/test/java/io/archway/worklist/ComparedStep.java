package io.archway.worklist;

import static io.archway.index.worklist.WorklistFixture.DAY;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.index.worklist.NewOrder;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.RequestedProcedure;
import io.archway.index.worklist.ServiceRequest;
import io.archway.index.worklist.WorklistFixture;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;

/**
 * A seeded random step of one order, as a row of our index and as the data set of a worklist file.
 */
record ComparedStep(
    int number,
    String name,
    LocalDate birthDate,
    String sex,
    String priority,
    String referring,
    String requesting,
    LocalDate date,
    LocalTime time,
    String modality,
    List<String> stations,
    String stationName,
    String location,
    String description,
    String performer) {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");
  private static final List<String> NAMES =
      List.of(
          "M\u00FCller^J\u00FCrgen",
          "MULLER^Anna",
          "Muller^anna",
          "Doe",
          "Doe^Jane",
          "DOE^JANE^^Dr.",
          "Garc\u00EDa^Jos\u00E9",
          "Yamada^Tarou=\u5C71\u7530^\u592A\u90CE",
          "O'Neill^Sean",
          "van der Berg^Eva");

  static ComparedStep random(Random random, int number) {
    return new ComparedStep(
        number,
        one(random, NAMES),
        LocalDate.of(1980, 1, 1).plusDays(random.nextInt(12)),
        one(random, List.of("M", "F", "O")),
        one(random, List.of("ROUTINE", "HIGH")),
        one(random, NAMES),
        one(random, NAMES),
        DAY.plusDays(random.nextInt(4)),
        LocalTime.of(8 + random.nextInt(4), random.nextInt(60), random.nextInt(3) * 20),
        one(random, List.of("PX", "CT", "IO")),
        random.nextInt(4) == 0
            ? List.of("PAN1", "CEPH1")
            : List.of(one(random, List.of("PAN1", "PAN2", "CBCT"))),
        one(random, List.of("PAN ROOM", "CBCT ROOM")),
        one(random, List.of("1ST FLOOR", "2ND FLOOR")),
        one(random, List.of("Panoramic", "Cephalo", "Bitewing left")),
        one(random, NAMES));
  }

  static <T> T one(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  String patientId() {
    return "P" + number;
  }

  String accessionNumber() {
    return "A" + number / 2;
  }

  String studyUid() {
    return "1.2.826.0.1." + number / 2;
  }

  String procedureId() {
    return "R" + number;
  }

  String stepId() {
    return "S" + number;
  }

  String start() {
    return time.format(TIME);
  }

  /** An order of this step alone, with a patient of its own. */
  NewOrder order(WorklistFixture fixture) {
    long patient =
        fixture
            .patients(
                List.of(fixture.person(fixture.organizationKey, patientId(), name, birthDate, sex)))
            .get(0);
    NewStep step =
        new NewStep(
            stepId(),
            date,
            time,
            modality,
            stations,
            stationName,
            location,
            description,
            performer,
            null,
            null,
            List.of());
    return fixture
        .order(patient, step)
        .withProcedure(
            new RequestedProcedure(
                studyUid(), procedureId(), description, null, priority, null, null))
        .withRequest(
            new ServiceRequest(accessionNumber(), "", null, null, requesting, null, referring));
  }

  /** The data set of a worklist file, with all that wlmscpfs wants of one. */
  DataSet file() {
    DataSet step =
        new DataSet()
            .put(Tag.MODALITY, Vr.CS, modality)
            .put(Tag.REQUESTED_CONTRAST_AGENT, Vr.LO)
            .put(Tag.SCHEDULED_STATION_AE_TITLE, Vr.AE, stations.toArray(String[]::new))
            .put(Tag.SCHEDULED_PROCEDURE_STEP_START_DATE, Vr.DA, day(date))
            .put(Tag.SCHEDULED_PROCEDURE_STEP_START_TIME, Vr.TM, start())
            .put(Tag.SCHEDULED_PERFORMING_PHYSICIAN_NAME, Vr.PN, performer)
            .put(Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION, Vr.LO, description)
            .put(Tag.SCHEDULED_PROCEDURE_STEP_ID, Vr.SH, stepId())
            .put(Tag.SCHEDULED_STATION_NAME, Vr.SH, stationName)
            .put(Tag.SCHEDULED_PROCEDURE_STEP_LOCATION, Vr.SH, location)
            .put(Tag.PRE_MEDICATION, Vr.LO)
            .put(Tag.SCHEDULED_PROCEDURE_STEP_STATUS, Vr.CS, "SCHEDULED");
    return new DataSet()
        .put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192")
        .put(Tag.ACCESSION_NUMBER, Vr.SH, accessionNumber())
        .put(Tag.REFERRING_PHYSICIAN_NAME, Vr.PN, referring)
        .put(Tag.PATIENT_NAME, Vr.PN, name)
        .put(Tag.PATIENT_ID, Vr.LO, patientId())
        .put(Tag.PATIENT_BIRTH_DATE, Vr.DA, day(birthDate))
        .put(Tag.PATIENT_SEX, Vr.CS, sex)
        .put(Tag.STUDY_INSTANCE_UID, Vr.UI, studyUid())
        .put(Tag.REQUESTING_PHYSICIAN, Vr.PN, requesting)
        .put(Tag.REQUESTED_PROCEDURE_DESCRIPTION, Vr.LO, description)
        .putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE, step)
        .put(Tag.REQUESTED_PROCEDURE_ID, Vr.SH, procedureId())
        .put(Tag.REQUESTED_PROCEDURE_PRIORITY, Vr.CS, priority);
  }

  static String day(LocalDate date) {
    return date.format(DateTimeFormatter.BASIC_ISO_DATE);
  }
}
