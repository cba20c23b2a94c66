package io.archway.ingest.catalog;

import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKey;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.KeySequence;
import io.archway.index.database.Keys;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.medium.MediumFileRows;
import io.archway.index.patient.NamedPatient;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.patient.PatientName;
import io.archway.index.patient.PatientRows;
import io.archway.index.store.Relocation;
import io.archway.index.study.IndexedArrival;
import io.archway.index.study.Outcome;
import io.archway.index.study.RecordRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Files of one group that are no DICOM objects, in one transaction: finds or makes the patient that
 * each names, and makes its medium, with its entry of the audit. A record that is known is only
 * moved.
 */
final class ArrivedFiles {
  private final Connection connection;
  private final Keys keys;
  private final List<NewEvent> events = new ArrayList<>();

  ArrivedFiles(Connection connection, Keys keys) {
    this.connection = connection;
    this.keys = keys;
  }

  List<NewEvent> events() {
    return events;
  }

  Outcome write(IndexedArrival arrival, Route route) throws SQLException {
    long number = arrival.object().recordNumber();
    List<MediumFileRows.Known> known = MediumFileRows.find(connection, number);
    if (!known.isEmpty()) {
      RecordRows.move(
          connection, List.of(new Relocation.Moved(number, null, arrival.object().location())));
      return outcome(route, known.get(0).patientKey(), known.get(0).mediumKey());
    }
    long patientKey = patient(arrival, route);
    long mediumKey =
        MediumFileRows.insert(
            connection, keys, route.organizationKey(), route.officeKey(), patientKey, arrival);
    if (arrival.file().by() != null) {
      RecordKey medium = new RecordKey(RecordKind.MEDIUM, mediumKey);
      Audit.changed(connection, arrival.file().by(), Action.CREATE, List.of(medium));
    }
    events.add(
        new NewEvent(
            route.organizationKey(),
            EventType.MEDIUM_ARRIVED,
            patientKey,
            null,
            mediumKey,
            null,
            null,
            null));
    return outcome(route, patientKey, mediumKey);
  }

  private static Outcome outcome(Route route, long patientKey, long mediumKey) {
    return new Outcome(
        Outcome.Kind.STORED,
        Outcome.Reason.NONE,
        route.organizationKey(),
        patientKey,
        0,
        0,
        0,
        mediumKey);
  }

  /** Whom the file names, also where somebody has hidden them since; made if nobody. */
  private long patient(IndexedArrival arrival, Route route) throws SQLException {
    NamedPatient named = arrival.file().patient();
    List<PatientIdentity> variants =
        PatientRows.find(
            connection,
            route.organizationKey(),
            List.of(named.patientId()),
            List.of(named.issuer()));
    Optional<PatientIdentity> known = arrival.file().choose(variants);
    if (known.isPresent()) {
      return known.get().owner();
    }
    PatientIdentity made =
        new PatientIdentity(
            keys.next(connection, KeySequence.PATIENT),
            route.organizationKey(),
            named.issuer(),
            named.patientId(),
            variants.size(),
            named.name(),
            named.birthDate(),
            named.sex(),
            null);
    PatientRows.insert(
        connection,
        List.of(
            new PatientIdentity.New(
                made,
                named.issuerOfPatientId(),
                route.officeKey(),
                PatientName.parse(named.name()),
                null,
                null,
                null,
                arrival.receivedAt())));
    return made.patientKey();
  }
}
