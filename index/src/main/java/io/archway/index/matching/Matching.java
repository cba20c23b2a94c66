package io.archway.index.matching;

import io.archway.index.database.Database;
import io.archway.index.database.Keys;
import io.archway.index.event.Event;
import io.archway.index.event.EventLog;
import io.archway.index.event.EventRows;
import io.archway.index.event.EventType;
import io.archway.index.event.FollowerPosition;
import io.archway.index.event.NewEvent;
import io.archway.index.patient.PatientKeeping;
import io.archway.index.patient.PatientMerges;
import io.archway.index.worklist.QuietItems;
import io.archway.index.worklist.WorklistEntry;
import io.archway.index.worklist.WorklistLists;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the events and brings arrivals and orders together. A pass is one transaction that also
 * moves the position, so that each event counts once, whenever it ends and whoever else runs.
 */
public final class Matching {
  private static final Logger LOG = LoggerFactory.getLogger(Matching.class);
  private static final int EVENTS_AT_ONCE = 200;
  private static final Set<String> ARRIVALS =
      Set.of(EventType.MEDIUM_ARRIVED.name(), EventType.MEDIUM_UPDATED.name());
  private static final Set<String> ORDERS =
      Set.of(
          EventType.ITEM_CREATED.name(),
          EventType.ITEM_UPDATED.name(),
          EventType.ITEM_CANCELLED.name());
  private static final Set<String> OF_NEW_PATIENTS =
      Set.of(
          EventType.MEDIUM_ARRIVED.name(),
          EventType.ITEM_CREATED.name(),
          EventType.PATIENT_CREATED.name());
  private static final Set<String> OF_PATIENTS =
      Set.of(
          EventType.PATIENT_MERGED.name(),
          EventType.PATIENT_UNMERGED.name(),
          EventType.PATIENT_CORRECTED.name());

  private final Database database;
  private final MatchingRules rules;
  private final InstantSource clock;

  public Matching(Database database, MatchingRules rules, InstantSource clock) {
    this.database = database;
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * Deals with events that nobody has dealt with yet, and once there are none, with items that have
   * been quiet.
   *
   * @return whether there was something to do, and so may be more
   */
  public boolean pass() {
    if (!database.readInConnection(this::isBehind)) {
      return becomeReady();
    }
    try {
      return follow(EVENTS_AT_ONCE);
    } catch (RuntimeException e) {
      if (Database.isPassing(e)) {
        throw e;
      }
      return followOne(e);
    }
  }

  private boolean isBehind(Connection connection) throws SQLException {
    return !EventRows.after(connection, FollowerPosition.MATCHING.find(connection), 1).isEmpty();
  }

  private boolean becomeReady() {
    Instant now = clock.instant();
    Instant before = now.minus(rules.quietTime());
    boolean none =
        database
            .readInConnection(c -> QuietItems.find(c, before, now, rules.stepsFrom(now), 1))
            .isEmpty();
    return !none
        && database.inConnection(
            Database.ATTEMPTS,
            connection -> {
              List<NewEvent> events = ItemArrivals.becomeReady(connection, rules, now);
              EventLog.append(connection, events, now);
              return !events.isEmpty();
            });
  }

  private boolean follow(int most) {
    return database.inConnection(Database.ATTEMPTS, connection -> follow(connection, most));
  }

  /** Something of many cannot be dealt with: one by one, so that it stops nothing else. */
  private boolean followOne(RuntimeException ofMany) {
    try {
      return follow(1);
    } catch (RuntimeException e) {
      if (Database.isPassing(e)) {
        throw e;
      }
      e.addSuppressed(ofMany);
      return skip(e);
    }
  }

  private boolean skip(RuntimeException why) {
    return database.inConnection(
        Database.ATTEMPTS,
        connection -> {
          long position = FollowerPosition.MATCHING.lock(connection);
          Optional<Event> event = EventRows.after(connection, position, 1).stream().findFirst();
          if (event.isPresent()) {
            LOG.error(
                "matching leaves out event {} ({} of study {}, item {})",
                event.get().eventNumber(),
                event.get().eventType(),
                event.get().studyKey(),
                event.get().worklistItemKey(),
                why);
            FollowerPosition.MATCHING.move(connection, event.get().eventNumber());
          }
          return true;
        });
  }

  private boolean follow(Connection connection, int most) throws SQLException {
    long position = FollowerPosition.MATCHING.lock(connection);
    List<Event> events = EventRows.after(connection, position, most);
    if (events.isEmpty()) {
      return false;
    }
    Instant now = clock.instant();
    List<NewEvent> told = new ArrayList<>();
    Set<Long> arrivals = new TreeSet<>();
    Set<Long> concerned = new TreeSet<>();
    told.addAll(gather(connection, events, arrivals, concerned, now));
    concerned.addAll(arrivals);
    told.addAll(patients(connection, events, concerned, now));
    for (long studyKey : concerned) {
      told.addAll(match(connection, studyKey, arrivals.contains(studyKey), now));
    }
    FollowerPosition.MATCHING.move(connection, events.get(events.size() - 1).eventNumber());
    EventLog.append(connection, told, now);
    return true;
  }

  private List<NewEvent> gather(
      Connection connection,
      List<Event> events,
      Set<Long> arrivals,
      Set<Long> concerned,
      Instant now)
      throws SQLException {
    List<NewEvent> told = new ArrayList<>();
    Map<Long, Long> organizations = new TreeMap<>();
    for (Event event : events) {
      if (ARRIVALS.contains(event.eventType()) && event.studyKey() != null) {
        arrivals.add(event.studyKey());
      } else if (ORDERS.contains(event.eventType()) && event.worklistItemKey() != null) {
        organizations.put(event.worklistItemKey(), event.organizationKey());
      }
    }
    for (Map.Entry<Long, Long> item : organizations.entrySet()) {
      Optional<WorklistEntry> order =
          WorklistLists.find(connection, item.getValue(), item.getKey());
      if (order.isPresent()) {
        told.addAll(PerformedSteps.meet(connection, order.get(), now));
      }
      concerned.addAll(
          ConcernedStudies.of(connection, item.getValue(), item.getKey(), rules.zone()));
    }
    return told;
  }

  /** Who may be somebody else, and whose images are judged anew since they are another's now. */
  private List<NewEvent> patients(
      Connection connection, List<Event> events, Set<Long> concerned, Instant now)
      throws SQLException {
    Map<Long, Long> patients = new TreeMap<>();
    Set<Long> changed = new TreeSet<>();
    for (Event event : events) {
      boolean decided = OF_PATIENTS.contains(event.eventType());
      if (event.patientKey() != null && (decided || OF_NEW_PATIENTS.contains(event.eventType()))) {
        patients.put(event.patientKey(), event.organizationKey());
      }
      if (event.patientKey() != null && decided) {
        changed.add(event.patientKey());
        concerned.addAll(ConcernedStudies.waiting(connection, event.patientKey()));
      }
    }
    List<NewEvent> told = new ArrayList<>();
    Set<Long> owners = new TreeSet<>();
    for (Map.Entry<Long, Long> patient : patients.entrySet()) {
      told.addAll(takeBack(connection, patient.getValue(), patient.getKey(), now));
      long owner = PatientMerges.gather(connection, patient.getValue(), patient.getKey());
      owners.add(owner);
      if (changed.contains(patient.getKey())) {
        concerned.addAll(ConcernedStudies.ofPatient(connection, owner));
      }
    }
    for (long owner : owners) {
      told.addAll(AlikePatients.propose(connection, database.keys(), owner, now));
    }
    return told;
  }

  /** Somebody deleted a patient for whom something came at that moment, or since. */
  private static List<NewEvent> takeBack(
      Connection connection, long organizationKey, long patientKey, Instant now)
      throws SQLException {
    return new PatientKeeping(connection, organizationKey, now).takeBackIfUsed(patientKey)
        ? List.of(
            new NewEvent(
                organizationKey,
                EventType.PATIENT_RESTORED,
                patientKey,
                null,
                null,
                null,
                null,
                null))
        : List.of();
  }

  private List<NewEvent> match(Connection connection, long studyKey, boolean arrived, Instant now)
      throws SQLException {
    Keys keys = database.keys();
    Optional<ArrivedStudy> study = ArrivedStudy.find(connection, studyKey);
    return study.isEmpty()
        ? List.of()
        : new StudyMatching(connection, keys, rules, study.get(), now).run(arrived);
  }
}
