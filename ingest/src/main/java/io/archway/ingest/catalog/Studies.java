package io.archway.ingest.catalog;

import io.archway.index.database.KeySequence;
import io.archway.index.database.Keys;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.inbox.InboxReason;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.study.Growth;
import io.archway.index.study.SeriesRows;
import io.archway.index.study.StudyIdentity;
import io.archway.index.study.StudyRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The studies and series of one group in one transaction. A Study Instance UID that comes under
 * another patient is another study: neither patient sees the other's images.
 */
final class Studies {
  /** Where an instance goes. */
  record Place(StudyIdentity study, SeriesRows.Identity series) {}

  private record StudyUid(long organizationKey, String uid) {}

  private record SeriesUid(long studyKey, String uid) {}

  private record Touched(Arrived arrived, StudyIdentity study, Growth growth) {}

  private final Connection connection;
  private final Keys keys;
  private final InboxNotes inbox;
  private final Patients patients;
  private final Map<StudyUid, List<StudyIdentity>> known = new HashMap<>();
  private final Map<SeriesUid, SeriesRows.Identity> knownSeries = new HashMap<>();
  private final Map<Long, Arrived> newStudies = new LinkedHashMap<>();
  private final Map<Long, Arrived> newSeries = new LinkedHashMap<>();
  private final Map<Long, SeriesRows.Identity> newSeriesIdentities = new HashMap<>();
  private final Map<Long, Touched> touched = new LinkedHashMap<>();
  private final Map<Long, Growth> seriesGrowths = new LinkedHashMap<>();

  Studies(Connection connection, Keys keys, InboxNotes inbox, Patients patients) {
    this.connection = connection;
    this.keys = keys;
    this.inbox = inbox;
    this.patients = patients;
  }

  /** Reads the studies, series and patients that these may belong to, in three queries at most. */
  void load(long organizationKey, List<Arrived> arrivals) throws SQLException {
    List<String> uids =
        arrivals.stream().map(Arrived::studyInstanceUid).distinct().sorted().toList();
    for (StudyIdentity study : StudyRows.find(connection, organizationKey, uids)) {
      known
          .computeIfAbsent(
              new StudyUid(organizationKey, study.studyInstanceUid()), key -> new ArrayList<>())
          .add(study);
    }
    if (!known.isEmpty()) {
      loadSeries(organizationKey, arrivals);
    }
    patients.load(
        organizationKey,
        arrivals.stream()
            .filter(arrived -> matching(arrived) == null)
            .map(Arrived::person)
            .toList());
  }

  private void loadSeries(long organizationKey, List<Arrived> arrivals) throws SQLException {
    List<String> uids =
        arrivals.stream().map(Arrived::seriesInstanceUid).distinct().sorted().toList();
    for (SeriesRows.Identity series : SeriesRows.find(connection, organizationKey, uids)) {
      knownSeries.put(new SeriesUid(series.studyKey(), series.seriesInstanceUid()), series);
    }
  }

  /** The place of a new instance, which is counted there. */
  Place place(Arrived arrived) throws SQLException {
    StudyIdentity study = matching(arrived);
    if (study == null) {
      study = studyOf(arrived, patients.resolve(arrived.person(), arrived));
    }
    patients.learn(arrived.person(), study.receivedPatient(), arrived);
    SeriesRows.Identity series = seriesOf(arrived, study);
    count(arrived, study, series);
    return new Place(study, series);
  }

  /** Whose a new instance would be; empty where its patient is not here. */
  OptionalLong owner(Arrived arrived) {
    StudyIdentity study = matching(arrived);
    if (study != null) {
      return OptionalLong.of(study.patientKey());
    }
    PatientIdentity patient = patients.find(arrived.person(), arrived.organizationKey());
    if (patient == null) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        ofUid(arrived).stream()
            .filter(one -> one.receivedPatient().patientKey() == patient.patientKey())
            .findFirst()
            .map(StudyIdentity::patientKey)
            .orElse(patient.owner()));
  }

  private List<StudyIdentity> ofUid(Arrived arrived) {
    return known.getOrDefault(
        new StudyUid(arrived.organizationKey(), arrived.studyInstanceUid()), List.of());
  }

  private StudyIdentity matching(Arrived arrived) {
    for (StudyIdentity study : ofUid(arrived)) {
      if (patients.mayBe(arrived.person(), study.receivedPatient())) {
        return study;
      }
    }
    return null;
  }

  private StudyIdentity studyOf(Arrived arrived, PatientIdentity patient) throws SQLException {
    List<StudyIdentity> others = ofUid(arrived);
    for (StudyIdentity study : others) {
      if (study.receivedPatient().patientKey() == patient.patientKey()) {
        return study;
      }
    }
    StudyIdentity created =
        new StudyIdentity(
            keys.next(connection, KeySequence.STUDY),
            patient.owner(),
            keys.next(connection, KeySequence.MEDIUM),
            arrived.studyInstanceUid(),
            patient,
            false);
    if (!others.isEmpty()) {
      inbox.note(
          InboxReason.STUDY_OF_OTHER_PATIENT,
          arrived.studyInstanceUid() + ":" + patient.patientKey(),
          arrived,
          created.patientKey(),
          created.studyKey());
    }
    newStudies.put(created.studyKey(), arrived);
    known
        .computeIfAbsent(
            new StudyUid(arrived.organizationKey(), arrived.studyInstanceUid()),
            key -> new ArrayList<>())
        .add(created);
    return created;
  }

  private SeriesRows.Identity seriesOf(Arrived arrived, StudyIdentity study) throws SQLException {
    SeriesUid uid = new SeriesUid(study.studyKey(), arrived.seriesInstanceUid());
    SeriesRows.Identity series = knownSeries.get(uid);
    if (series == null) {
      series =
          new SeriesRows.Identity(
              keys.next(connection, KeySequence.SERIES),
              study.studyKey(),
              arrived.seriesInstanceUid(),
              false);
      knownSeries.put(uid, series);
      newSeries.put(series.seriesKey(), arrived);
      newSeriesIdentities.put(series.seriesKey(), series);
    }
    return series;
  }

  private void count(Arrived arrived, StudyIdentity study, SeriesRows.Identity series) {
    Growth ofStudy =
        touched
            .computeIfAbsent(study.studyKey(), key -> new Touched(arrived, study, new Growth(key)))
            .growth();
    Growth ofSeries = seriesGrowths.computeIfAbsent(series.seriesKey(), Growth::new);
    if (ofSeries.instances() == 0 && !series.hasInstances()) {
      ofStudy.addSeries();
    }
    ofStudy.addInstance(arrived.length(), arrived.arrival().receivedAt());
    ofSeries.addInstance(arrived.length(), arrived.arrival().receivedAt());
  }

  /** Inserts what is new; patients are written before. */
  void write() throws SQLException {
    StudyRows.insert(
        connection,
        newStudies.entrySet().stream()
            .map(entry -> newStudy(touched.get(entry.getKey()), entry.getValue()))
            .toList());
    SeriesRows.insert(
        connection,
        newSeries.entrySet().stream()
            .map(entry -> newSeries(entry.getKey(), entry.getValue()))
            .toList());
  }

  private static StudyIdentity.New newStudy(Touched touched, Arrived first) {
    return new StudyIdentity.New(
        touched.study,
        first.organizationKey(),
        first.route().deviceKey(),
        first.route().officeKey(),
        first.header().study(),
        touched.growth);
  }

  private SeriesRows.New newSeries(long seriesKey, Arrived first) {
    return new SeriesRows.New(
        newSeriesIdentities.get(seriesKey),
        first.organizationKey(),
        first.header().series(),
        seriesGrowths.get(seriesKey));
  }

  /** Counts what came to series and studies that were here; after the instances. */
  void grow() throws SQLException {
    SeriesRows.grow(
        connection,
        seriesGrowths.values().stream()
            .filter(growth -> !newSeries.containsKey(growth.key()))
            .toList());
    StudyRows.grow(
        connection,
        touched.values().stream()
            .map(Touched::growth)
            .filter(growth -> !newStudies.containsKey(growth.key()))
            .toList());
  }

  List<NewEvent> events() {
    List<NewEvent> events = new ArrayList<>();
    for (Touched study : touched.values()) {
      boolean arrived = newStudies.containsKey(study.study.studyKey());
      events.add(
          new NewEvent(
              study.arrived.organizationKey(),
              arrived ? EventType.MEDIUM_ARRIVED : EventType.MEDIUM_UPDATED,
              study.study.patientKey(),
              study.study.studyKey(),
              study.study.mediumKey(),
              null,
              null,
              "{\"instances\":" + study.growth.instances() + "}"));
    }
    return events;
  }
}
