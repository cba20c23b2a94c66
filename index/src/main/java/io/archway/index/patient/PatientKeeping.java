package io.archway.index.patient;

import io.archway.index.database.ConcurrentChangeException;
import io.archway.index.database.KeySequence;
import io.archway.index.database.Keys;
import io.archway.index.database.Statements;
import io.archway.index.profile.ProfileRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Patients whom people make and delete, each within the caller's transaction. Their Patient IDs are
 * under our issuer. Who is deleted keeps their identity, and is there again as soon as something
 * comes for them: what arrives is never hidden. Used for one transaction.
 */
public final class PatientKeeping {
  /** What became of a patient who was said. */
  public sealed interface Made {
    /** Who is there. */
    long patientKey();
  }

  /** Was not there before. */
  public record There(long patientKey) implements Made {}

  /** Somebody has this Patient ID already. */
  public record Taken(long patientKey) implements Made {}

  /** Why a patient is not deleted. */
  public enum InTheWay {
    MERGED,
    OTHERS_MERGED,
    IMAGES,
    ORDERS,
    REPORTS,
    INBOX
  }

  private record Known(long patientKey, String issuer, Long mergedIntoKey, boolean deleted) {}

  private record Use(InTheWay what, String sql) {}

  private static final String OWN = PatientIdentity.issuerNamed(PatientIdentity.OWN_ISSUER);

  private static final String KNOWN =
      """
      SELECT patient_key, issuer, merged_into_key, deleted_at IS NOT NULL FROM patient
      WHERE patient_id = ? AND organization_key = ? AND issuer IN (?, ?)
      ORDER BY patient_id, issuer, variant FETCH FIRST 100 ROWS ONLY
      """;
  private static final String RESIDE = "UPDATE patient SET office_key = ? WHERE patient_key = ?";
  private static final String DELETE =
      "UPDATE patient SET deleted_at = ?, updated_at = ? WHERE patient_key = ?";
  private static final String RETURN =
      """
      UPDATE patient SET deleted_at = NULL, updated_at = ?
      WHERE patient_key = ? AND deleted_at IS NOT NULL
      """;
  private static final String ALIVE = " = ? AND deleted_at IS NULL FETCH FIRST 1 ROWS ONLY";

  /** What somebody would miss, or not understand, without the patient. */
  private static final List<Use> USES =
      List.of(
          new Use(
              InTheWay.OTHERS_MERGED,
              """
              SELECT patient_key FROM patient
              WHERE organization_key = ? AND merged_into_key = ? FETCH FIRST 1 ROWS ONLY
              """),
          new Use(
              InTheWay.IMAGES,
              """
              SELECT study_key FROM study WHERE organization_key = ? AND patient_key = ?
              FETCH FIRST 1 ROWS ONLY
              """),
          new Use(
              InTheWay.IMAGES,
              """
              SELECT medium_key FROM medium WHERE organization_key = ? AND patient_key = ?
              FETCH FIRST 1 ROWS ONLY
              """),
          new Use(
              InTheWay.ORDERS,
              "SELECT worklist_item_key FROM worklist_item WHERE organization_key = ?"
                  + " AND patient_key"
                  + ALIVE),
          new Use(
              InTheWay.REPORTS,
              "SELECT report_key FROM report WHERE organization_key = ? AND patient_key" + ALIVE),
          new Use(
              InTheWay.INBOX,
              """
              SELECT inbox_key FROM inbox WHERE organization_key = ? AND patient_key = ?
                AND state = 'OPEN' FETCH FIRST 1 ROWS ONLY
              """));

  private final Connection connection;
  private final long organizationKey;
  private final Instant now;

  public PatientKeeping(Connection connection, long organizationKey, Instant now) {
    this.connection = connection;
    this.organizationKey = organizationKey;
    this.now = now;
  }

  /** A Patient ID is taken that is ours already, or that a device of the office has sent. */
  public Made make(Keys keys, SaidPatient said) throws SQLException {
    if (said.patientId() == null) {
      return insert(keys.next(connection, KeySequence.PATIENT), keys, said);
    }
    List<Known> known = known(said.patientId(), said.officeKey());
    Optional<Known> living = known.stream().filter(one -> !one.deleted).findFirst();
    if (living.isPresent()) {
      Known taken = living.get();
      return new Taken(taken.mergedIntoKey == null ? taken.patientKey : taken.mergedIntoKey);
    }
    Optional<Known> deleted = known.stream().filter(one -> one.issuer.equals(OWN)).findFirst();
    return deleted.isPresent()
        ? takeBack(deleted.get().patientKey, said)
        : insert(keys.next(connection, KeySequence.PATIENT), said.patientId(), said);
  }

  /** Somebody may have said what we would make up. */
  private Made insert(long key, Keys keys, SaidPatient said) throws SQLException {
    String id = "A%06d".formatted(key);
    return known(id, said.officeKey()).isEmpty()
        ? insert(key, id, said)
        : insert(keys.next(connection, KeySequence.PATIENT), keys, said);
  }

  private List<Known> known(String patientId, long officeKey) throws SQLException {
    return Statements.query(
        connection,
        KNOWN,
        binding ->
            binding
                .add(patientId)
                .add(organizationKey)
                .add(OWN)
                .add(PatientIdentity.issuerOfOffice(officeKey)),
        row ->
            new Known(
                row.getLong(1), row.getString(2), row.getObject(3, Long.class), row.getBoolean(4)));
  }

  private Made insert(long key, String patientId, SaidPatient said) throws SQLException {
    PatientIdentity identity = identity(key, patientId, 0, said);
    PatientIdentity.New made =
        new PatientIdentity.New(
            identity,
            PatientIdentity.OWN_ISSUER,
            said.officeKey(),
            PatientName.parse(said.name()),
            null,
            null,
            null,
            now);
    PatientRows.insert(connection, List.of(made));
    if (PatientRows.lock(connection, organizationKey, key).isEmpty()) {
      throw new ConcurrentChangeException("the Patient ID was taken by another transaction");
    }
    return new There(key);
  }

  /** The identity comes back, not what was kept of who had it: another person may be meant. */
  private Made takeBack(long key, SaidPatient said) throws SQLException {
    if (!takeBack(connection, key, now)) {
      return new Taken(key);
    }
    ProfileRows.delete(connection, key);
    Statements.update(connection, RESIDE, binding -> binding.add(said.officeKey()).add(key));
    PatientIdentity before = PatientRows.lock(connection, organizationKey, key).orElseThrow();
    PatientRows.correct(connection, identity(key, before.patientId(), before.variant(), said), now);
    return new There(key);
  }

  private PatientIdentity identity(long key, String patientId, int variant, SaidPatient said) {
    return new PatientIdentity(
        key,
        organizationKey,
        OWN,
        patientId,
        variant,
        said.name(),
        said.birthDate(),
        said.sex(),
        null);
  }

  /**
   * Hides a patient whose row the caller holds.
   *
   * @return what keeps them, or empty where they are deleted
   */
  public Optional<InTheWay> delete(PatientIdentity held) throws SQLException {
    if (held.mergedIntoKey() != null) {
      return Optional.of(InTheWay.MERGED);
    }
    for (Use use : USES) {
      if (isUsed(use, held.patientKey())) {
        return Optional.of(use.what);
      }
    }
    Statements.update(
        connection, DELETE, binding -> binding.add(now).add(now).add(held.patientKey()));
    return Optional.empty();
  }

  private boolean isUsed(Use use, long patientKey) throws SQLException {
    return !Statements.query(
            connection,
            use.sql,
            binding -> binding.add(organizationKey).add(patientKey),
            row -> row.getLong(1))
        .isEmpty();
  }

  /** Of a patient who was deleted; false for anybody else. */
  static boolean takeBack(Connection connection, long patientKey, Instant now) throws SQLException {
    return Statements.update(connection, RETURN, binding -> binding.add(now).add(patientKey)) > 0;
  }

  /** Takes a deleted patient back for whom something has come; false where nothing has. */
  public boolean takeBackIfUsed(long patientKey) throws SQLException {
    boolean deleted =
        !Statements.query(
                connection,
                "SELECT patient_key FROM patient WHERE patient_key = ? AND deleted_at IS NOT NULL",
                binding -> binding.add(patientKey),
                row -> row.getLong(1))
            .isEmpty();
    if (!deleted) {
      return false;
    }
    for (Use use : USES) {
      if (isUsed(use, patientKey)) {
        return takeBack(connection, patientKey, now);
      }
    }
    return false;
  }
}
