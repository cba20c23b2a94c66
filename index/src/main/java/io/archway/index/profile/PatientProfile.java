package io.archway.index.profile;

import java.time.Instant;
import java.time.LocalDate;

/**
 * What a practice keeps of a patient beside name, birth date and sex. {@code phone} is in E.164;
 * {@code updatedAt} is null where nothing was ever said.
 *
 * @param active false for who is archived
 * @param locale en, sq, mk or null
 */
public record PatientProfile(
    long patientKey,
    long organizationKey,
    boolean active,
    String email,
    String phone,
    String phoneCountry,
    String personalNo,
    String externalId,
    String legacyId,
    String locale,
    String bloodType,
    String allergies,
    String medicalConditions,
    String medicalIssues,
    String preferences,
    String emergencyContactName,
    String emergencyContactRelationship,
    String emergencyContactPhone,
    String insuranceProvider,
    String insuranceId,
    Boolean vip,
    LocalDate vipStartDate,
    LocalDate vipExpirationDate,
    String vipNotes,
    Long preferredDoctorKey,
    Instant updatedAt) {

  /** Of a patient of whom nothing was said. */
  public static PatientProfile none(long organizationKey, long patientKey) {
    return new PatientProfile(
        patientKey,
        organizationKey,
        true,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** The same of another patient. */
  public PatientProfile withKey(long key) {
    return with(key, externalId, legacyId);
  }

  /** The same with another id in another system. */
  public PatientProfile withReference(ReferenceKind kind, String reference) {
    return switch (kind) {
      case EXTERNAL -> with(patientKey, reference, legacyId);
      case LEGACY -> with(patientKey, externalId, reference);
    };
  }

  private PatientProfile with(long key, String external, String legacy) {
    return new PatientProfile(
        key,
        organizationKey,
        active,
        email,
        phone,
        phoneCountry,
        personalNo,
        external,
        legacy,
        locale,
        bloodType,
        allergies,
        medicalConditions,
        medicalIssues,
        preferences,
        emergencyContactName,
        emergencyContactRelationship,
        emergencyContactPhone,
        insuranceProvider,
        insuranceId,
        vip,
        vipStartDate,
        vipExpirationDate,
        vipNotes,
        preferredDoctorKey,
        updatedAt);
  }

  /** The id of the patient in the other system, or null. */
  public String reference(ReferenceKind kind) {
    return switch (kind) {
      case EXTERNAL -> externalId;
      case LEGACY -> legacyId;
    };
  }
}
