package io.archway.index.study;

import java.util.Objects;

/**
 * The typed attributes of an arrived object that the index keeps, by entity of PS3.3 A.1.2. Values
 * are as received apart from character set and padding; what they mean is decided when they are
 * indexed.
 */
public record InstanceHeader(
    PatientAttributes patient,
    StudyAttributes study,
    SeriesAttributes series,
    InstanceAttributes instance) {
  public InstanceHeader {
    Objects.requireNonNull(patient, "patient");
    Objects.requireNonNull(study, "study");
    Objects.requireNonNull(series, "series");
    Objects.requireNonNull(instance, "instance");
  }
}
