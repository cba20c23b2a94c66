package io.archway.http.imaging;

import io.archway.index.database.KeySequence;
import io.archway.index.database.Keys;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.inbox.InboxReason;
import io.archway.index.inbox.InboxRows;
import io.archway.index.inbox.NewInboxEntry;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.patient.PatientName;
import io.archway.index.patient.PatientRows;
import io.archway.ingest.catalog.CatalogSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds whom an agent names, by the rules of arrivals: the Patient ID counts within its office, or
 * is one that we gave. Who contradicts in name and birth date becomes a patient of their own, with
 * an inbox entry. Used for one request in its transaction.
 */
final class AgentPatients {

  private static final String OWN_ISSUER =
      PatientIdentity.issuerNamed(CatalogSettings.DEFAULT.ownIssuer());

  /** A patient as named; birth date and sex may be null. */
  record Named(String patientId, String name, LocalDate birthDate, String sex) {

    boolean contradicts(PatientIdentity known) {
      return nameContradicts(known) && birthDateContradicts(known);
    }

    boolean agrees(PatientIdentity known) {
      boolean sameBirthDate = birthDate != null && birthDate.equals(known.birthDate());
      boolean sameName = known.name() != null && !nameContradicts(known);
      return sameBirthDate || sameName && !birthDateContradicts(known);
    }

    private boolean nameContradicts(PatientIdentity known) {
      return PatientName.parse(name).contradicts(PatientName.parse(known.name()));
    }

    private boolean birthDateContradicts(PatientIdentity known) {
      return birthDate != null && known.birthDate() != null && !birthDate.equals(known.birthDate());
    }
  }

  private final Connection connection;
  private final Keys keys;
  private final long organizationKey;
  private final Instant now;
  private final List<NewEvent> events = new ArrayList<>();

  AgentPatients(Connection connection, Keys keys, long organizationKey, Instant now) {
    this.connection = connection;
    this.keys = keys;
    this.organizationKey = organizationKey;
    this.now = now;
  }

  /** What is to be told of those who were made. */
  List<NewEvent> events() {
    return events;
  }

  /** Whom this is, made if nobody. */
  PatientIdentity resolve(Named named, long officeKey) throws SQLException {
    String ofOffice = PatientIdentity.issuerOfOffice(officeKey);
    List<PatientIdentity> known =
        PatientRows.find(
            connection, organizationKey, List.of(named.patientId()), List.of(ofOffice, OWN_ISSUER));
    Optional<PatientIdentity> found =
        known.stream()
            .filter(patient -> patient.issuer().equals(OWN_ISSUER) && named.agrees(patient))
            .findFirst()
            .or(
                () ->
                    known.stream()
                        .filter(patient -> patient.issuer().equals(ofOffice))
                        .filter(patient -> !named.contradicts(patient))
                        .findFirst());
    if (found.isPresent()) {
      complete(found.get(), named);
      return found.get();
    }
    long variants = known.stream().filter(one -> one.issuer().equals(ofOffice)).count();
    return create(named, officeKey, (int) variants);
  }

  private void complete(PatientIdentity known, Named named) throws SQLException {
    boolean knowsMore =
        known.name() == null
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

  private PatientIdentity create(Named named, long officeKey, int variant) throws SQLException {
    PatientIdentity identity =
        new PatientIdentity(
            keys.next(connection, KeySequence.PATIENT),
            organizationKey,
            PatientIdentity.issuerOfOffice(officeKey),
            named.patientId(),
            variant,
            named.name(),
            named.birthDate(),
            named.sex(),
            null);
    PatientName name = PatientName.parse(named.name());
    PatientRows.insert(
        connection,
        List.of(new PatientIdentity.New(identity, null, officeKey, name, null, null, null, now)));
    if (variant > 0) {
      note(identity);
    }
    return identity;
  }

  private void note(PatientIdentity contradicting) throws SQLException {
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
            "{\"via\":\"http\"}");
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
