package io.archway.testdata;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/**
 * The study that synthetic objects belong to, and the modules that all of them share.
 *
 * @param at when the study was made; objects follow by seconds
 */
public record SampleStudy(
    long seed,
    SamplePatient patient,
    String studyInstanceUid,
    String studyId,
    String accessionNumber,
    LocalDateTime at) {
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

  /** A study of the {@code index}-th patient of a seed; the topic keeps studies apart. */
  public static SampleStudy of(long seed, int patientIndex, String topic) {
    LocalDateTime at =
        LocalDateTime.of(2025, 1, 6, 8, 0)
            .plusDays(SampleIds.below(300, seed, 2_000L + patientIndex))
            .plusMinutes(SampleIds.below(600, seed, topic.hashCode()));
    return new SampleStudy(
        SampleIds.mix(seed, patientIndex + 1L),
        SamplePatient.of(seed, patientIndex),
        SampleIds.uid(seed, patientIndex, topic),
        Integer.toString(patientIndex + 1),
        "A" + SampleIds.below(1_000_000, seed, 3_000L + patientIndex + topic.hashCode()),
        at);
  }

  String uid(Object... name) {
    return SampleIds.uid(seed, studyInstanceUid, Arrays.toString(name));
  }

  String date() {
    return at.format(DATE);
  }

  String time(int seconds) {
    return at.plusSeconds(seconds).format(TIME);
  }

  String dateTime(int seconds) {
    return date() + time(seconds);
  }

  /** Patient, General Study, General Series, General Equipment and SOP Common modules. */
  Attributes object(
      String sopClassUid, String modality, int seriesNumber, String description, int instance) {
    return new Attributes()
        .all(patient.module())
        .text("SOPClassUID", sopClassUid)
        .text("SOPInstanceUID", uid(seriesNumber, instance))
        .text("InstanceCreationDate", date())
        .text("InstanceCreationTime", time(instance))
        .text("StudyInstanceUID", studyInstanceUid)
        .text("StudyDate", date())
        .text("StudyTime", time(0))
        .text("StudyID", studyId)
        .text("AccessionNumber", accessionNumber)
        .empty("ReferringPhysicianName")
        .text("Modality", modality)
        .text("SeriesInstanceUID", uid(seriesNumber))
        .number("SeriesNumber", seriesNumber)
        .text("SeriesDescription", description)
        .text("SeriesDate", date())
        .text("SeriesTime", time(seriesNumber))
        .number("InstanceNumber", instance)
        .text("ContentDate", date())
        .text("ContentTime", time(instance))
        .text("Manufacturer", "Archway")
        .text("ManufacturerModelName", "Synthetic " + modality)
        .text("DeviceSerialNumber", "0001")
        .text("SoftwareVersions", "1")
        .text("InstitutionName", "Sample Dental Practice");
  }
}
