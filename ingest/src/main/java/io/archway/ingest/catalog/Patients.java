package io.archway.ingest.catalog;

import io.archway.index.database.BoundedText;
import io.archway.index.database.KeySequence;
import io.archway.index.database.Keys;
import io.archway.index.inbox.InboxReason;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.patient.PatientName;
import io.archway.index.patient.PatientRows;
import io.archway.index.study.DicomDates;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The patients of one group in one transaction: finds whom an object means among those who are
 * here, or makes a new one. Never joins who contradicts.
 */
final class Patients {
  private record Identity(long organizationKey, String issuer, String patientId) {}

  private final Connection connection;
  private final Keys keys;
  private final InboxNotes inbox;
  private final String ownNamespace;
  private final Map<Identity, List<PatientIdentity>> known = new HashMap<>();
  private final Map<Long, PatientIdentity> freshest = new HashMap<>();
  private final List<PatientIdentity.New> created = new ArrayList<>();
  private final Map<Long, PatientIdentity.Completion> completions = new LinkedHashMap<>();

  Patients(Connection connection, Keys keys, InboxNotes inbox, String ownIssuer) {
    this.connection = connection;
    this.keys = keys;
    this.inbox = inbox;
    this.ownNamespace = Person.namespace(ownIssuer);
  }

  /** Reads all that these persons may be, in one query. */
  void load(long organizationKey, List<Person> persons) throws SQLException {
    if (persons.isEmpty()) {
      return;
    }
    List<String> ids = persons.stream().map(Person::patientId).distinct().sorted().toList();
    List<String> issuers = new ArrayList<>(persons.stream().map(Person::issuer).toList());
    issuers.add(ownNamespace);
    List<String> distinct = issuers.stream().distinct().sorted().toList();
    for (PatientIdentity found : PatientRows.find(connection, organizationKey, ids, distinct)) {
      add(found);
    }
  }

  private void add(PatientIdentity patient) {
    Identity identity =
        new Identity(patient.organizationKey(), patient.issuer(), patient.patientId());
    known.computeIfAbsent(identity, key -> new ArrayList<>()).add(patient);
  }

  /** True when an object of this person belongs to a study that came under that patient. */
  boolean mayBe(Person person, PatientIdentity patient) {
    PatientIdentity current = current(patient);
    boolean sameIdentity =
        person.patientId().equals(current.patientId())
            && (person.issuer().equals(current.issuer())
                || !person.issuerGiven() && current.issuer().equals(ownNamespace));
    return sameIdentity && !person.contradicts(current);
  }

  /** Whom this person is, made if nobody. */
  PatientIdentity resolve(Person person, Arrived arrived) throws SQLException {
    PatientIdentity found = find(person, arrived.organizationKey());
    return found != null
        ? found
        : create(
            person, arrived, variants(arrived.organizationKey(), person.issuer(), person).size());
  }

  /** Whom this person is among those who are here; null if nobody. */
  PatientIdentity find(Person person, long organizationKey) {
    PatientIdentity own = ownIssued(person, organizationKey);
    if (own != null) {
      return own;
    }
    return variants(organizationKey, person.issuer(), person).stream()
        .map(this::current)
        .filter(variant -> !person.contradicts(variant))
        .findFirst()
        .orElse(null);
  }

  /** A Patient ID that we gave, brought back without its issuer. */
  private PatientIdentity ownIssued(Person person, long organizationKey) {
    if (person.issuerGiven() || person.isUnidentified()) {
      return null;
    }
    return variants(organizationKey, ownNamespace, person).stream()
        .map(this::current)
        .filter(person::agrees)
        .findFirst()
        .orElse(null);
  }

  private List<PatientIdentity> variants(long organizationKey, String issuer, Person person) {
    Identity identity = new Identity(organizationKey, issuer, person.patientId());
    return known.getOrDefault(identity, List.of());
  }

  private PatientIdentity current(PatientIdentity patient) {
    return freshest.getOrDefault(patient.patientKey(), patient);
  }

  private PatientIdentity create(Person person, Arrived arrived, int variant) throws SQLException {
    Instant now = arrived.arrival().receivedAt();
    PatientIdentity identity =
        new PatientIdentity(
            keys.next(connection, KeySequence.PATIENT),
            arrived.organizationKey(),
            person.issuer(),
            person.patientId(),
            variant,
            person.name(),
            person.birthDate(),
            person.sex(),
            null);
    created.add(
        new PatientIdentity.New(
            identity,
            BoundedText.orNull(person.attributes().issuerOfPatientId()),
            arrived.route().officeKey(),
            PatientName.parse(person.name()),
            person.birthDate() == null
                ? BoundedText.orNull(person.attributes().birthDate(), 64)
                : null,
            DicomDates.time(person.attributes().birthTime()),
            BoundedText.orNull(person.attributes().otherPatientIds(), 1_024),
            now));
    add(identity);
    note(person, arrived, identity);
    return identity;
  }

  private void note(Person person, Arrived arrived, PatientIdentity created) throws SQLException {
    String subject = "patient:" + created.patientKey();
    if (person.isUnidentified()) {
      inbox.note(
          InboxReason.PATIENT_UNIDENTIFIED, person.issuer(), arrived, created.patientKey(), null);
    }
    if (created.variant() > 0) {
      inbox.note(InboxReason.PATIENT_CONTRADICTS, subject, arrived, created.patientKey(), null);
    }
  }

  /** Takes what the object knows of a patient and the row does not, and says what is doubtful. */
  void learn(Person person, PatientIdentity patient, Arrived arrived) throws SQLException {
    PatientIdentity row = current(patient);
    if (person.isDoubtful(row)) {
      String subject = "patient:" + row.patientKey() + ":" + person.parsedName().folded();
      inbox.note(InboxReason.PATIENT_NAME_DIFFERS, subject, arrived, row.patientKey(), null);
    }
    String sex = person.sex();
    boolean newName = row.name() == null && person.name() != null;
    boolean newBirthDate = row.birthDate() == null && person.birthDate() != null;
    boolean newSex = row.sex() == null && sex != null;
    if (!newName && !(newBirthDate && !person.nameContradicts(row)) && !newSex) {
      return;
    }
    complete(person, row, newName, newBirthDate && !person.nameContradicts(row), sex, arrived);
  }

  private void complete(
      Person person,
      PatientIdentity row,
      boolean newName,
      boolean newBirthDate,
      String sex,
      Arrived arrived) {
    PatientIdentity learned =
        new PatientIdentity(
            row.patientKey(),
            row.organizationKey(),
            row.issuer(),
            row.patientId(),
            row.variant(),
            newName ? person.name() : row.name(),
            newBirthDate ? person.birthDate() : row.birthDate(),
            row.sex() == null ? sex : row.sex(),
            row.mergedIntoKey());
    freshest.put(row.patientKey(), learned);
    boolean nameStillNew =
        newName
            || completions.containsKey(row.patientKey())
                && completions.get(row.patientKey()).name() != null;
    completions.put(
        row.patientKey(),
        new PatientIdentity.Completion(
            row.patientKey(),
            row.organizationKey(),
            nameStillNew ? learned.name() : null,
            learned.birthDate(),
            learned.sex(),
            arrived.arrival().receivedAt()));
  }

  void write() throws SQLException {
    PatientRows.insert(connection, created);
    PatientRows.complete(connection, List.copyOf(completions.values()));
  }
}
