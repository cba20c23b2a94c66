package io.archway.index.patient;

import io.archway.index.database.ConcurrentChangeException;
import io.archway.index.database.KeySequence;
import io.archway.index.database.Keys;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.inbox.InboxReason;
import io.archway.index.inbox.InboxRows;
import io.archway.index.inbox.NewInboxEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds whom an order or an agent names, by the rules of arrivals: the Patient ID counts within its
 * issuer, else within its office, or is one that we gave. Who contradicts in name and birth date
 * becomes a patient of their own, with an inbox entry. Used in one transaction.
 */
public final class NamedPatients {
  private static final String OWN_ISSUER = PatientIdentity.issuerNamed(PatientIdentity.OWN_ISSUER);

  private final Connection connection;
  private final Keys keys;
  private final long organizationKey;
  private final String via;
  private final Instant now;
  private final List<NewEvent> events = new ArrayList<>();

  /**
   * @param via a word for the way in, for whoever looks at an inbox entry
   */
  public NamedPatients(
      Connection connection, Keys keys, long organizationKey, String via, Instant now) {
    this.connection = connection;
    this.keys = keys;
    this.organizationKey = organizationKey;
    this.via = via;
    this.now = now;
  }

  /** What is to be told of those who were made, or are there again. */
  public List<NewEvent> events() {
    return events;
  }

  /** Whom this is, made if nobody; what was not known of them is by now. */
  public PatientIdentity resolve(NamedPatient named, long officeKey) throws SQLException {
    List<PatientIdentity> known =
        PatientRows.find(
            connection,
            organizationKey,
            List.of(named.patientId()),
            List.of(named.issuer(), OWN_ISSUER));
    List<PatientIdentity> variants =
        known.stream().filter(patient -> patient.issuer().equals(named.issuer())).toList();
    Optional<PatientIdentity> found =
        known.stream()
            .filter(patient -> named.issuerOfPatientId() == null)
            .filter(patient -> patient.issuer().equals(OWN_ISSUER) && named.agrees(patient))
            .findFirst()
            .or(() -> variants.stream().filter(patient -> !named.contradicts(patient)).findFirst());
    if (found.isPresent()) {
      hold(found.get());
      complete(found.get(), named);
      return found.get();
    }
    return create(named, officeKey, variants.size());
  }

  /** Nobody merges or deletes them meanwhile; who was deleted is there again. */
  private void hold(PatientIdentity found) throws SQLException {
    if (PatientKeeping.takeBack(connection, found.owner(), now)) {
      events.add(
          new NewEvent(
              organizationKey,
              EventType.PATIENT_RESTORED,
              found.owner(),
              null,
              null,
              null,
              null,
              null));
    }
    Optional<PatientIdentity> owner = PatientRows.lock(connection, organizationKey, found.owner());
    if (owner.isEmpty() || owner.get().mergedIntoKey() != null) {
      throw new ConcurrentChangeException("the patient was merged by another transaction");
    }
  }

  private void complete(PatientIdentity known, NamedPatient named) throws SQLException {
    boolean knowsMore =
        known.name() == null && named.name() != null
            || known.birthDate() == null && named.birthDate() != null
            || known.sex() == null && named.sex() != null;
    if (knowsMore) {
      String name = known.name() == null ? named.name() : null;
      PatientRows.complete(
          connection,
          List.of(
              new PatientIdentity.Completion(
                  known.patientKey(), organizationKey, name, named.birthDate(), named.sex(), now)));
    }
  }

  private PatientIdentity create(NamedPatient named, long officeKey, int variant)
      throws SQLException {
    PatientIdentity identity =
        new PatientIdentity(
            keys.next(connection, KeySequence.PATIENT),
            organizationKey,
            named.issuer(),
            named.patientId(),
            variant,
            named.name(),
            named.birthDate(),
            named.sex(),
            null);
    PatientName name = PatientName.parse(named.name());
    PatientRows.insert(
        connection,
        List.of(
            new PatientIdentity.New(
                identity, named.issuerOfPatientId(), officeKey, name, null, null, null, now)));
    if (variant > 0) {
      note(identity, officeKey);
    }
    return identity;
  }

  private void note(PatientIdentity contradicting, long officeKey) throws SQLException {
    NewInboxEntry entry =
        new NewInboxEntry(
            keys.next(connection, KeySequence.INBOX),
            organizationKey,
            InboxReason.PATIENT_CONTRADICTS,
            "patient:" + contradicting.patientKey(),
            contradicting.patientKey(),
            null,
            null,
            null,
            null,
            officeKey,
            "{\"via\":\"%s\"}".formatted(via));
    for (NewInboxEntry opened : InboxRows.open(connection, List.of(entry), now)) {
      events.add(
          new NewEvent(
              organizationKey,
              EventType.INBOX_OPENED,
              opened.patientKey(),
              null,
              null,
              null,
              opened.inboxKey(),
              null));
    }
  }
}
