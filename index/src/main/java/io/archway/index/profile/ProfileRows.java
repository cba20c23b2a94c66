package io.archway.index.profile;

import io.archway.index.database.ConcurrentChangeException;
import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** SQL of profiles, for writers, who hold the patient's row. */
public final class ProfileRows {

  private static final String DELETE = "DELETE FROM patient_profile WHERE patient_key = ?";
  private static final String DELETE_TERMS = "DELETE FROM patient_term WHERE patient_key = ?";
  private static final String DELETE_REFERENCES =
      "DELETE FROM patient_reference WHERE patient_key = ?";
  private static final String INSERT =
      """
      INSERT INTO patient_profile (patient_key, organization_key, active, email, phone,
        phone_country, personal_no, external_id, legacy_id, locale, blood_type, allergies,
        medical_conditions, medical_issues, preferences, emergency_contact_name,
        emergency_contact_relationship, emergency_contact_phone, insurance_provider, insurance_id,
        vip, vip_start_date, vip_expiration_date, vip_notes, preferred_doctor_key, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS boolean), ?, ?,
        ?, ?, ?)
      """;
  private static final String INSERT_TERM =
      """
      INSERT INTO patient_term (organization_key, kind, term, patient_key) VALUES (?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;
  private static final String CLAIM =
      """
      INSERT INTO patient_reference (organization_key, kind, reference, patient_key)
      VALUES (?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;
  private static final String HOLDER =
      """
      SELECT r.patient_key,
        p.patient_key IS NULL OR p.deleted_at IS NOT NULL
          OR COALESCE(p.merged_into_key = ?, FALSE)
      FROM patient_reference r LEFT JOIN patient p ON p.patient_key = r.patient_key
      WHERE r.organization_key = ? AND r.kind = ? AND r.reference = ?
      """;

  /** Without the organization, by whose index H2 would read all that it has. */
  private static final String RELEASE_ALL =
      "DELETE FROM patient_reference WHERE patient_key = ? AND kind = ?";

  private static final String RELEASE = RELEASE_ALL + " AND reference <> ?";
  private static final String TAKE_OVER =
      """
      UPDATE patient_reference SET patient_key = ?
      WHERE organization_key = ? AND kind = ? AND reference = ? AND patient_key = ?
      """;
  private static final String HOLD =
      "SELECT patient_key FROM patient WHERE patient_key = ? FOR UPDATE";
  private static final String TOUCH = "UPDATE patient SET updated_at = ? WHERE patient_key = ?";

  private record Holder(long patientKey, boolean givesUp) {}

  private ProfileRows() {}

  /**
   * In place of what was there, and so that the patient is found by it. Ids in other systems are
   * {@link #claim}ed beside.
   */
  public static void write(Connection connection, PatientProfile profile, Instant now)
      throws SQLException {
    long key = profile.patientKey();
    Statements.update(connection, DELETE, binding -> binding.add(key));
    Statements.update(connection, DELETE_TERMS, binding -> binding.add(key));
    Statements.update(
        connection,
        INSERT,
        binding ->
            binding
                .add(key)
                .add(profile.organizationKey())
                .add(profile.active())
                .add(profile.email())
                .add(profile.phone())
                .add(profile.phoneCountry())
                .add(profile.personalNo())
                .add(profile.externalId())
                .add(profile.legacyId())
                .add(profile.locale())
                .add(profile.bloodType())
                .add(profile.allergies())
                .add(profile.medicalConditions())
                .add(profile.medicalIssues())
                .add(profile.preferences())
                .add(profile.emergencyContactName())
                .add(profile.emergencyContactRelationship())
                .add(profile.emergencyContactPhone())
                .add(profile.insuranceProvider())
                .add(profile.insuranceId())
                .add(profile.vip() == null ? null : profile.vip().toString())
                .add(profile.vipStartDate())
                .add(profile.vipExpirationDate())
                .add(profile.vipNotes())
                .add(profile.preferredDoctorKey())
                .add(now));
    Statements.batch(
        connection,
        INSERT_TERM,
        ProfileTerms.of(profile),
        (binding, term) ->
            binding
                .add(profile.organizationKey())
                .add(term.kind().name())
                .add(term.text())
                .add(key));
    Statements.update(connection, TOUCH, binding -> binding.add(now).add(key));
  }

  /**
   * Makes an id in another system the patient's, in place of the one that they had; null takes it
   * from them. Who was deleted keeps none, nor does who was merged into the patient.
   *
   * @return whose it is, or empty where it is the patient's now
   */
  public static Optional<Long> claim(
      Connection connection,
      long organizationKey,
      long patientKey,
      ReferenceKind kind,
      String reference)
      throws SQLException {
    if (reference == null) {
      Statements.update(
          connection, RELEASE_ALL, binding -> binding.add(patientKey).add(kind.name()));
      return Optional.empty();
    }
    Statements.update(
        connection, RELEASE, binding -> binding.add(patientKey).add(kind.name()).add(reference));
    Statements.update(
        connection,
        CLAIM,
        binding -> binding.add(organizationKey).add(kind.name()).add(reference).add(patientKey));
    Holder holder = holder(connection, organizationKey, patientKey, kind, reference);
    if (holder.patientKey == patientKey) {
      return Optional.empty();
    }
    if (holder.givesUp) {
      holder = held(connection, organizationKey, patientKey, kind, reference, holder);
    }
    if (!holder.givesUp) {
      return Optional.of(holder.patientKey);
    }
    takeOver(connection, organizationKey, patientKey, kind, reference, holder.patientKey);
    return Optional.empty();
  }

  /** Looks again once nobody can take the holder back or apart any more. */
  private static Holder held(
      Connection connection,
      long organizationKey,
      long claimantKey,
      ReferenceKind kind,
      String reference,
      Holder seen)
      throws SQLException {
    Statements.query(
        connection, HOLD, binding -> binding.add(seen.patientKey), row -> row.getLong(1));
    Holder held = holder(connection, organizationKey, claimantKey, kind, reference);
    if (held.patientKey != seen.patientKey) {
      throw new ConcurrentChangeException("an id was taken by another transaction");
    }
    return held;
  }

  private static Holder holder(
      Connection connection,
      long organizationKey,
      long claimantKey,
      ReferenceKind kind,
      String reference)
      throws SQLException {
    return Statements.query(
            connection,
            HOLDER,
            binding ->
                binding.add(claimantKey).add(organizationKey).add(kind.name()).add(reference),
            row -> new Holder(row.getLong(1), row.getBoolean(2)))
        .stream()
        .findFirst()
        .orElseThrow(() -> new ConcurrentChangeException("an id was given up meanwhile"));
  }

  private static void takeOver(
      Connection connection,
      long organizationKey,
      long patientKey,
      ReferenceKind kind,
      String reference,
      long fromKey)
      throws SQLException {
    int taken =
        Statements.update(
            connection,
            TAKE_OVER,
            binding ->
                binding
                    .add(patientKey)
                    .add(organizationKey)
                    .add(kind.name())
                    .add(reference)
                    .add(fromKey));
    if (taken == 0) {
      throw new ConcurrentChangeException("an id was taken by another transaction");
    }
    String column = kind == ReferenceKind.EXTERNAL ? "external_id" : "legacy_id";
    Statements.update(
        connection,
        "UPDATE patient_profile SET %s = NULL WHERE patient_key = ?".formatted(column),
        binding -> binding.add(fromKey));
  }

  /** With a patient who is deleted for good. */
  public static void delete(Connection connection, long patientKey) throws SQLException {
    for (String sql : List.of(DELETE, DELETE_TERMS, DELETE_REFERENCES)) {
      Statements.update(connection, sql, binding -> binding.add(patientKey));
    }
  }
}
