package io.archway.http.imaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import io.archway.index.database.ConcurrentChangeException;
import io.archway.index.database.Database;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.medium.Medium;
import io.archway.index.medium.MediumDao;
import io.archway.index.medium.MediumRows;
import io.archway.index.organization.Office;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.patient.FoldedText;
import io.archway.index.patient.NamedPatients;
import io.archway.index.study.StudyIdentity;
import io.archway.index.study.StudyRows;
import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.NewOrder;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.Origin;
import io.archway.index.worklist.RequestedProcedure;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.ServiceRequest;
import io.archway.index.worklist.Source;
import io.archway.index.worklist.StudyType;
import io.archway.index.worklist.Visit;
import io.archway.index.worklist.WorklistEntry;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLists;
import io.archway.index.worklist.WorklistRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Takes what agents say of studies that they store elsewhere: patient, medium and item in one
 * transaction, once for each Study Instance UID, durable when it returns. A study that was ordered
 * goes to its order. Thread-safe.
 */
final class AgentStudies {

  /** The way in, for whoever looks at an inbox entry. */
  static final String VIA = "http";

  private static final JsonMapper JSON = new JsonMapper();

  private final Database database;
  private final InstantSource clock;

  AgentStudies(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  WorklistEntry store(long organizationKey, NewDicom body) {
    return database.durably(
        WorklistOrders.ATTEMPTS, handle -> store(handle, organizationKey, body));
  }

  private WorklistEntry store(Handle handle, long organizationKey, NewDicom body)
      throws SQLException {
    Connection connection = handle.getConnection();
    String uid = body.studyInstanceUid();
    Optional<WorklistEntry> known =
        WorklistLists.findByOrigin(connection, organizationKey, Origin.AGENT, uid);
    if (known.isPresent()) {
      return same(known.get(), body);
    }
    Instant now = clock.instant();
    long officeKey = office(handle, organizationKey, body.institutionName());
    NamedPatients patients =
        new NamedPatients(connection, database.keys(), organizationKey, VIA, now);
    long patientKey = patients.resolve(body.patient(officeKey), officeKey).owner();
    Optional<WorklistItem> ordered = ordered(connection, organizationKey, uid, patientKey);
    if (ordered.isPresent() && ordered.get().mediumKey() != null) {
      return WorklistOrders.find(connection, ordered.get());
    }
    Medium medium = medium(handle, organizationKey, officeKey, patientKey, body, now);
    WorklistItem before =
        ordered.isPresent()
            ? ordered.get()
            : insert(connection, order(organizationKey, officeKey, medium, body, now), now);
    WorklistItem after = arrived(before, medium, body, now);
    WorklistRows.update(connection, after, now);
    WorklistOrders.link(handle, after, medium, now);
    List<NewEvent> events = new ArrayList<>(patients.events());
    EventType type = ordered.isPresent() ? EventType.ITEM_ARRIVED : EventType.ITEM_CREATED;
    events.addAll(WorklistOrders.events(type, before, after));
    return WorklistOrders.answer(connection, after, events, now);
  }

  /** The same call again, or one of another image of the study. */
  private static WorklistEntry same(WorklistEntry known, NewDicom body) {
    JsonNode first = tree(known.item().source().meta());
    FieldErrors errors = new FieldErrors();
    body.asSaidOfStudy()
        .properties()
        .forEach(
            said -> {
              if (!said.getValue().equals(first.get(said.getKey()))) {
                errors.add(
                    said.getKey(),
                    "another value than at first (expected: the same, or PUT /api/dicom/%d)"
                        .formatted(known.item().worklistItemKey()));
              }
            });
    if (!errors.isEmpty()) {
      String message = "The study is known with other values.";
      throw new Problem(ProblemType.CONFLICT, message, errors.asMap(), Map.of()).toException();
    }
    return known;
  }

  private static JsonNode tree(String meta) {
    try {
      return JSON.readTree(meta);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("meta of an agent's item is not JSON", e);
    }
  }

  /** The office of that name, else the first. */
  private static long office(Handle handle, long organizationKey, String institutionName) {
    String name = FoldedText.fold(institutionName == null ? "" : institutionName);
    OrganizationDao organizations = handle.attach(OrganizationDao.class);
    return organizations.offices(organizationKey).stream()
        .filter(office -> !name.isEmpty() && FoldedText.fold(office.name()).equals(name))
        .map(Office::officeKey)
        .findFirst()
        .or(() -> organizations.defaultOfficeKey(organizationKey))
        .orElseThrow();
  }

  /** The first order of this study and patient, held. */
  private static Optional<WorklistItem> ordered(
      Connection connection, long organizationKey, String uid, long patientKey)
      throws SQLException {
    for (WorklistEntry entry : WorklistLists.ofStudy(connection, organizationKey, uid)) {
      WorklistItem item = entry.item();
      if (item.patientKey() == patientKey && !item.isCancelled()) {
        return WorklistRows.lock(connection, organizationKey, item.worklistItemKey());
      }
    }
    return Optional.empty();
  }

  /** That of the study where its images are here too, else one of its own. */
  private Medium medium(
      Handle handle,
      long organizationKey,
      long officeKey,
      long patientKey,
      NewDicom body,
      Instant now)
      throws SQLException {
    Connection connection = handle.getConnection();
    Long key = null;
    List<String> uids = List.of(body.studyInstanceUid());
    for (StudyIdentity study : StudyRows.find(connection, organizationKey, uids)) {
      key = study.patientKey() == patientKey ? (Long) study.mediumKey() : key;
    }
    if (key == null) {
      key =
          MediumRows.insertExternal(
              connection,
              database.keys(),
              organizationKey,
              officeKey,
              patientKey,
              body.studyDay(),
              body.asSaid().toString(),
              now);
    }
    return handle.attach(MediumDao.class).find(organizationKey, key).orElseThrow();
  }

  private static NewOrder order(
      long organizationKey, long officeKey, Medium medium, NewDicom body, Instant now) {
    LocalDateTime made =
        body.madeAt(
            LocalDateTime.ofInstant(now, ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS));
    NewStep step = NewStep.of(body.modality().strip(), made.toLocalDate(), made.toLocalTime());
    ObjectNode said = body.asSaid();
    return new NewOrder(
        organizationKey,
        officeKey,
        medium.patientKey(),
        null,
        null,
        medium.mediumKey(),
        StudyType.COMPREHENSIVE_READ,
        ItemStatus.PENDING,
        ScanStatus.SCHEDULED,
        new RequestedProcedure(body.studyInstanceUid(), null, null, null, null, null, null),
        new ServiceRequest(
            null, "", null, null, null, null, OrderParts.orNull(body.referringPhysicianName())),
        Visit.EMPTY,
        new Source(
            Origin.AGENT,
            body.studyInstanceUid(),
            OrderParts.orNull(body.link()),
            OrderParts.orNull(body.path()),
            said.toString()),
        null,
        List.of(step));
  }

  private WorklistItem insert(Connection connection, NewOrder order, Instant now)
      throws SQLException {
    Optional<WorklistItem> inserted = WorklistRows.insert(connection, database.keys(), order, now);
    if (inserted.isPresent()) {
      return inserted.get();
    }
    String uid = order.source().originId();
    if (WorklistLists.findByOrigin(connection, order.organizationKey(), Origin.AGENT, uid)
        .isPresent()) {
      throw new ConcurrentChangeException("the study was stored by another transaction");
    }
    throw Problem.of(
            ProblemType.CONFLICT,
            "The item of this study was deleted (expected: POST /api/worklist to order it again).")
        .toException();
  }

  /** Images that lie elsewhere are all there. */
  private static WorklistItem arrived(
      WorklistItem item, Medium medium, NewDicom body, Instant now) {
    Source source = item.source();
    WorklistItem ready = WorklistOrders.withStates(item, item.status(), ScanStatus.READY, now);
    return ready
        .edit()
        .medium(medium.mediumKey())
        .source(
            source.link() == null ? OrderParts.orNull(body.link()) : source.link(),
            source.path() == null ? OrderParts.orNull(body.path()) : source.path(),
            source.meta())
        .build();
  }

  WorklistEntry update(long organizationKey, long itemKey, DicomChange body) {
    return database.durably(
        WorklistOrders.ATTEMPTS,
        handle ->
            new AgentCorrection(handle, database.keys(), organizationKey, clock.instant())
                .correct(itemKey, body));
  }
}
