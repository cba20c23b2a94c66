package io.archway.gateway.operation;

import io.archway.http.imaging.upload.FileExtensions;
import io.archway.index.medium.Medium;
import io.archway.index.study.InstanceLocation;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Readable names for exported files, safe on every file system: letters, digits and a few signs,
 * never only what was received, so that no two things meet under one name.
 */
final class ExportNames {
  private static final int MAX_LENGTH = 60;

  private ExportNames() {}

  private static String patient(Medium medium) {
    return "%s (%s) %d"
        .formatted(clean(medium.patientName()), clean(medium.patientId()), medium.patientKey());
  }

  /** {@code Mueller Anna (4711) 12/2026-11-22 file 9.pdf}: the day it came, and its real type. */
  static Path file(Medium file) {
    LocalDate date = LocalDate.ofInstant(file.createdAt(), ZoneOffset.UTC);
    String extension = FileExtensions.of(file.mediaType());
    return Path.of(patient(file), "%s file %d.%s".formatted(date, file.mediumKey(), extension));
  }

  /** {@code Mueller Anna (4711) 12/2026-11-22 IO 7}. */
  static Path study(Medium study) {
    String date = study.studyDate() == null ? "undated" : study.studyDate().toString();
    String modalities = clean(String.join(" ", study.modalitiesInStudy()));
    return Path.of(patient(study), "%s %s %d".formatted(date, modalities, study.studyKey()));
  }

  /** {@code 3 PX 15}: number, modality, key. */
  static String series(InstanceLocation instance) {
    String number = instance.seriesNumber() == null ? "0" : instance.seriesNumber().toString();
    return "%s %s %d".formatted(number, clean(instance.modality()), instance.seriesKey());
  }

  /** {@code 00012 815.dcm}: number and key, the same at every export whatever arrives meanwhile. */
  static String instance(InstanceLocation instance) {
    int number = instance.instanceNumber() == null ? 0 : instance.instanceNumber();
    return String.format(Locale.ROOT, "%05d %d.dcm", number, instance.instanceKey());
  }

  private static String clean(String text) {
    if (text == null || text.isBlank()) {
      return "unknown";
    }
    String safe = text.replaceAll("[^\\p{L}\\p{N}._-]+", " ").strip();
    String cut = safe.substring(0, Math.min(MAX_LENGTH, safe.length())).strip();
    return cut.isEmpty() ? "unknown" : cut;
  }
}
