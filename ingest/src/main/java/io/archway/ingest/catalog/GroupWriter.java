package io.archway.ingest.catalog;

import io.archway.index.database.KeySequence;
import io.archway.index.database.Keys;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.store.Relocation;
import io.archway.index.study.IndexedArrival;
import io.archway.index.study.InstanceRows;
import io.archway.index.study.KnownInstance;
import io.archway.index.study.Outcome;
import io.archway.index.study.RecordRows;
import io.archway.index.study.StudyRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * One group in one transaction: reads what is known of all its UIDs, judges its members in their
 * order, writes all that follows in batches. The number of statements does not grow with the group.
 */
final class GroupWriter {
  private record InstanceUid(long organizationKey, String uid) {}

  private final Connection connection;
  private final Keys keys;
  private final InboxNotes inbox;
  private final Patients patients;
  private final Studies studies;
  private final Map<InstanceUid, List<KnownInstance>> known = new HashMap<>();
  private final List<InstanceRows.New> created = new ArrayList<>();
  private final List<Relocation.Moved> moved = new ArrayList<>();
  private final List<NewEvent> events = new ArrayList<>();
  private final Map<Long, NewEvent> shownAgain = new TreeMap<>(); // by medium, if it is deleted
  private Instant time = Instant.EPOCH;

  GroupWriter(Connection connection, Keys keys, CatalogSettings settings) {
    this.connection = connection;
    this.keys = keys;
    this.inbox = new InboxNotes(connection, keys);
    this.patients = new Patients(connection, keys, inbox, settings.ownIssuer());
    this.studies = new Studies(connection, keys, inbox, patients);
  }

  /** The outcomes in the order of the group. */
  List<Outcome> write(List<IndexedArrival> group, List<Optional<Route>> routes)
      throws SQLException {
    Outcome[] outcomes = new Outcome[group.size()];
    List<Arrived> arrivals = screen(group, routes, outcomes);
    load(arrivals);
    for (Arrived arrived : arrivals) {
      outcomes[arrived.place()] = judge(arrived);
    }
    writeRows();
    writeFiles(group, routes, outcomes);
    return Arrays.asList(outcomes);
  }

  /** Whose an object would be; empty where that is nobody who is here. Writes nothing. */
  OptionalLong owner(IndexedArrival arrival, Route route) throws SQLException {
    if (Validity.problemOf(arrival) != Outcome.Reason.NONE) {
      return OptionalLong.empty();
    }
    Arrived arrived = Arrived.of(0, arrival, route);
    load(List.of(arrived));
    List<KnownInstance> versions = versions(arrived);
    return versions.isEmpty()
        ? studies.owner(arrived)
        : OptionalLong.of(versions.get(0).patientKey());
  }

  /** To be appended last. */
  List<NewEvent> events() {
    return events;
  }

  /** When the last of the group was received: nothing here depends on the clock. */
  Instant time() {
    return time;
  }

  /** Those with valid UIDs of a known organization; the others have their outcome. */
  private List<Arrived> screen(
      List<IndexedArrival> group, List<Optional<Route>> routes, Outcome[] outcomes)
      throws SQLException {
    List<Arrived> arrivals = new ArrayList<>(group.size());
    for (int i = 0; i < group.size(); i++) {
      IndexedArrival arrival = group.get(i);
      time = arrival.receivedAt().isAfter(time) ? arrival.receivedAt() : time;
      if (routes.get(i).isEmpty()) {
        outcomes[i] = ofNoOrganization();
        continue;
      } else if (arrival.file() != null) {
        continue; // when the patients of the others are written
      }
      Outcome.Reason problem = Validity.problemOf(arrival);
      if (problem != Outcome.Reason.NONE) {
        outcomes[i] = withoutUids(arrival, routes.get(i).get(), problem);
      } else {
        arrivals.add(Arrived.of(i, arrival, routes.get(i).get()));
      }
    }
    return arrivals;
  }

  /** Files that are no DICOM objects, each a medium of its own. */
  private void writeFiles(
      List<IndexedArrival> group, List<Optional<Route>> routes, Outcome[] outcomes)
      throws SQLException {
    ArrivedFiles files = new ArrivedFiles(connection, keys);
    for (int i = 0; i < group.size(); i++) {
      if (outcomes[i] == null) {
        outcomes[i] = files.write(group.get(i), routes.get(i).orElseThrow());
      }
    }
    events.addAll(files.events());
  }

  private Outcome withoutUids(IndexedArrival arrival, Route route, Outcome.Reason problem)
      throws SQLException {
    inbox.noteQuarantine(arrival, route, problem);
    return new Outcome(Outcome.Kind.QUARANTINED, problem, route.organizationKey(), 0, 0, 0, 0, 0);
  }

  private static Outcome ofNoOrganization() {
    return new Outcome(
        Outcome.Kind.REFUSED, Outcome.Reason.UNKNOWN_CALLED_AE_TITLE, 0, 0, 0, 0, 0, 0);
  }

  private void load(List<Arrived> arrivals) throws SQLException {
    Map<Long, List<Arrived>> byOrganization = new LinkedHashMap<>();
    for (Arrived arrived : arrivals) {
      byOrganization
          .computeIfAbsent(arrived.organizationKey(), key -> new ArrayList<>())
          .add(arrived);
    }
    for (Map.Entry<Long, List<Arrived>> entry : byOrganization.entrySet()) {
      loadInstances(entry.getKey(), entry.getValue());
      List<Arrived> unknown =
          entry.getValue().stream().filter(arrived -> versions(arrived).isEmpty()).toList();
      if (!unknown.isEmpty()) {
        studies.load(entry.getKey(), unknown);
      }
    }
  }

  private void loadInstances(long organizationKey, List<Arrived> arrivals) throws SQLException {
    List<String> uids = arrivals.stream().map(Arrived::sopInstanceUid).distinct().sorted().toList();
    for (KnownInstance instance : InstanceRows.find(connection, organizationKey, uids)) {
      remember(instance);
    }
  }

  private void remember(KnownInstance instance) {
    known
        .computeIfAbsent(
            new InstanceUid(instance.organizationKey(), instance.sopInstanceUid()),
            key -> new ArrayList<>())
        .add(instance);
  }

  private List<KnownInstance> versions(Arrived arrived) {
    return known.getOrDefault(
        new InstanceUid(arrived.organizationKey(), arrived.sopInstanceUid()), List.of());
  }

  private Outcome judge(Arrived arrived) throws SQLException {
    List<KnownInstance> versions = versions(arrived);
    IndexedArrival arrival = arrived.arrival();
    for (KnownInstance version : versions) {
      if (version.recordNumber() == arrival.object().recordNumber()) {
        return repeated(arrival, version);
      }
    }
    for (KnownInstance version : versions) {
      if (version.hasSameDataSet(
          arrival.transferSyntaxUid(),
          arrival.object().sha256(),
          arrival.object().canonicalSha256())) {
        return outcome(Outcome.Kind.DUPLICATE, Outcome.Reason.SAME_DATA_SET, version);
      }
    }
    return versions.isEmpty() ? store(arrived) : conflict(arrived, versions);
  }

  /** The same record again: the log is replayed. Where compaction has moved it, the row follows. */
  private Outcome repeated(IndexedArrival arrival, KnownInstance version) {
    if (!version.liesAt(arrival.object().location())) {
      moved.add(new Relocation.Moved(version.recordNumber(), null, arrival.object().location()));
    }
    return version.version() == 1
        ? outcome(Outcome.Kind.STORED, Outcome.Reason.NONE, version)
        : outcome(Outcome.Kind.CONFLICT, Outcome.Reason.OTHER_DATA_SET, version);
  }

  private Outcome store(Arrived arrived) throws SQLException {
    Studies.Place place = studies.place(arrived);
    KnownInstance instance =
        add(
            arrived,
            1,
            place.study().patientKey(),
            place.study().studyKey(),
            place.series().seriesKey(),
            place.study().mediumKey());
    if (place.study().deleted()) {
      showAgain(instance);
    }
    return outcome(Outcome.Kind.STORED, Outcome.Reason.NONE, instance);
  }

  /** Beside the first: the series of the first, whatever the other data set says of its own. */
  private Outcome conflict(Arrived arrived, List<KnownInstance> versions) throws SQLException {
    KnownInstance first = versions.get(0);
    int version = versions.get(versions.size() - 1).version() + 1;
    KnownInstance added =
        add(
            arrived,
            version,
            first.patientKey(),
            first.studyKey(),
            first.seriesKey(),
            first.mediumKey());
    showAgain(first);
    inbox.noteConflict(arrived, first.studyKey(), added.instanceKey(), version);
    events.add(
        new NewEvent(
            arrived.organizationKey(),
            EventType.INSTANCE_CONFLICT,
            first.patientKey(),
            first.studyKey(),
            first.mediumKey(),
            added.instanceKey(),
            null,
            null));
    return outcome(Outcome.Kind.CONFLICT, Outcome.Reason.OTHER_DATA_SET, added);
  }

  private KnownInstance add(
      Arrived arrived, int version, long patientKey, long studyKey, long seriesKey, long mediumKey)
      throws SQLException {
    long instanceKey = keys.next(connection, KeySequence.INSTANCE);
    boolean current = version == 1;
    created.add(
        new InstanceRows.New(
            instanceKey,
            arrived.organizationKey(),
            studyKey,
            seriesKey,
            version,
            current,
            arrived.route().deviceKey(),
            arrived.arrival()));
    var object = arrived.arrival().object();
    KnownInstance instance =
        new KnownInstance(
            arrived.organizationKey(),
            instanceKey,
            arrived.sopInstanceUid(),
            version,
            current,
            object.recordNumber(),
            object.location().container(),
            object.location().offset(),
            object.location().length(),
            object.dataSetOffset(),
            arrived.arrival().transferSyntaxUid(),
            object.sha256(),
            object.canonicalSha256(),
            patientKey,
            studyKey,
            seriesKey,
            mediumKey);
    remember(instance);
    return instance;
  }

  /** What comes to a deleted medium was acknowledged: nobody may miss it, or purge it unseen. */
  private void showAgain(KnownInstance at) {
    shownAgain.put(
        at.mediumKey(),
        new NewEvent(
            at.organizationKey(),
            EventType.MEDIUM_RESTORED,
            at.patientKey(),
            at.studyKey(),
            at.mediumKey(),
            null,
            null,
            null));
  }

  private void writeShownAgain() throws SQLException {
    for (Map.Entry<Long, NewEvent> each : shownAgain.entrySet()) {
      if (StudyRows.show(connection, each.getKey(), time)) {
        events.add(0, each.getValue());
      }
    }
  }

  private static Outcome outcome(Outcome.Kind kind, Outcome.Reason reason, KnownInstance at) {
    return new Outcome(
        kind,
        reason,
        at.organizationKey(),
        at.patientKey(),
        at.studyKey(),
        at.seriesKey(),
        at.instanceKey(),
        at.mediumKey());
  }

  /** Parents before children, counters of shared rows as late as may be. */
  private void writeRows() throws SQLException {
    patients.write();
    studies.write();
    InstanceRows.insert(connection, created);
    if (!moved.isEmpty()) {
      RecordRows.move(connection, moved);
    }
    studies.grow();
    events.addAll(0, studies.events());
    writeShownAgain();
    events.addAll(inbox.write(time));
  }
}
