package io.archway.worklist;

import static io.archway.worklist.ComparedStep.day;
import static io.archway.worklist.ComparedStep.one;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.text.Normalizer;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A seeded random identifier of one to three keys, made of what a step holds and bent so that it
 * still matches, or no longer does. The Scheduled Procedure Step ID is asked for always.
 */
final class ComparedQuery {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

  private final Random random;
  private final DataSet step = new DataSet().put(Tag.SCHEDULED_PROCEDURE_STEP_ID, Vr.SH);
  private final DataSet identifier =
      new DataSet()
          .put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192")
          .put(Tag.PATIENT_NAME, Vr.PN)
          .put(Tag.ACCESSION_NUMBER, Vr.SH);

  private ComparedQuery(Random random) {
    this.random = random;
  }

  static DataSet random(Random random, List<ComparedStep> steps) {
    ComparedQuery query = new ComparedQuery(random);
    if (random.nextInt(15) == 0) {
      return query.identifier.putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE);
    }
    for (int keys = 1 + random.nextInt(3); keys > 0; keys--) {
      query.add(one(random, steps));
    }
    return query.identifier.putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE, query.step);
  }

  private void add(ComparedStep from) {
    switch (random.nextInt(20)) {
      case 0, 1, 2 -> identifier.put(Tag.PATIENT_NAME, Vr.PN, name(from.name()));
      case 3 -> identifier.put(Tag.PATIENT_ID, Vr.LO, text(from.patientId()));
      case 4 -> identifier.put(Tag.ACCESSION_NUMBER, Vr.SH, text(from.accessionNumber()));
      case 5 -> identifier.put(Tag.REQUESTED_PROCEDURE_ID, Vr.SH, text(from.procedureId()));
      case 6 -> step.put(Tag.MODALITY, Vr.CS, from.modality());
      case 7 -> step.put(Tag.SCHEDULED_STATION_AE_TITLE, Vr.AE, text(one(random, from.stations())));
      case 8 -> step.put(Tag.SCHEDULED_PROCEDURE_STEP_START_DATE, Vr.DA, dates(from));
      case 9, 10, 11 -> {
        step.put(Tag.SCHEDULED_PROCEDURE_STEP_START_DATE, Vr.DA, dates(from));
        step.put(Tag.SCHEDULED_PROCEDURE_STEP_START_TIME, Vr.TM, times(from));
      }
      case 12 -> identifier.put(Tag.PATIENT_BIRTH_DATE, Vr.DA, day(from.birthDate()));
      case 13 -> identifier.put(Tag.PATIENT_SEX, Vr.CS, from.sex());
      case 14 -> step.put(Tag.SCHEDULED_PERFORMING_PHYSICIAN_NAME, Vr.PN, name(from.performer()));
      case 15 -> identifier.put(Tag.REFERRING_PHYSICIAN_NAME, Vr.PN, name(from.referring()));
      case 16 -> identifier.put(Tag.STUDY_INSTANCE_UID, Vr.UI, uids(from));
      case 17 ->
          step.put(Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION, Vr.LO, text(from.description()));
      case 18 -> step.put(Tag.SCHEDULED_PROCEDURE_STEP_LOCATION, Vr.SH, text(from.location()));
      default -> step.put(Tag.SCHEDULED_PROCEDURE_STEP_ID, Vr.SH, text(from.stepId()));
    }
  }

  private String[] uids(ComparedStep from) {
    return random.nextBoolean()
        ? new String[] {from.studyUid()}
        : new String[] {from.studyUid(), "1.2.826.0.1.3", "1.2.826.0.1.4"};
  }

  private String text(String value) {
    return switch (random.nextInt(6)) {
      case 0 -> "*";
      case 1 -> value.substring(0, random.nextInt(value.length() + 1)) + "*";
      case 2 -> wildCard(value);
      case 3 -> value.toLowerCase(Locale.ROOT);
      default -> value;
    };
  }

  private String name(String value) {
    return switch (random.nextInt(9)) {
      case 0 -> value.toUpperCase(Locale.ROOT);
      case 1 -> value.toLowerCase(Locale.ROOT);
      case 2 -> Normalizer.normalize(value, Normalizer.Form.NFD).replaceAll("\\p{Mn}", "");
      case 3 -> value.substring(0, random.nextInt(value.length())) + "*";
      case 4 -> wildCard(value);
      case 5 -> value.split("\\^")[0] + "^*";
      case 6 -> value.split("=")[0];
      default -> value;
    };
  }

  private String wildCard(String value) {
    int at = random.nextInt(value.length());
    return value.substring(0, at) + (random.nextBoolean() ? "?" : "*") + value.substring(at + 1);
  }

  private String dates(ComparedStep from) {
    String day = day(from.date());
    return switch (random.nextInt(4)) {
      case 0 -> day + "-";
      case 1 -> "-" + day;
      case 2 -> day + "-" + day(from.date().plusDays(random.nextInt(3)));
      default -> day;
    };
  }

  private String times(ComparedStep from) {
    String time = cut(from.time());
    return switch (random.nextInt(4)) {
      case 0 -> time + "-";
      case 1 -> "-" + time;
      case 2 -> time + "-" + cut(from.time().plusMinutes(random.nextInt(120)));
      default -> time;
    };
  }

  private String cut(LocalTime time) {
    return time.format(TIME).substring(0, 2 + 2 * random.nextInt(3));
  }
}
