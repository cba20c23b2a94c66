package io.archway.index.order;

import io.archway.index.database.ConcurrentChangeException;
import io.archway.index.database.Keys;
import io.archway.index.event.EventLog;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.order.OrderOutcome.Word;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.patient.PatientRows;
import io.archway.index.worklist.HistoryEntry.Action;
import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.MadeUp;
import io.archway.index.worklist.NewOrder;
import io.archway.index.worklist.RequestedProcedure;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.ServiceRequest;
import io.archway.index.worklist.Source;
import io.archway.index.worklist.StepDefaults;
import io.archway.index.worklist.StepWish;
import io.archway.index.worklist.Visit;
import io.archway.index.worklist.WorklistEntry;
import io.archway.index.worklist.WorklistHistory;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLists;
import io.archway.index.worklist.WorklistRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Enters the orders of one message in one transaction: makes, changes or cancels their items. The
 * same order again changes nothing, whoever changed its item meanwhile. One use.
 */
final class OrderEntry {
  private static final int MAX_PROCEDURES = 100;

  private final Handle handle;
  private final Connection connection;
  private final Keys keys;
  private final OrderTarget target;
  private final Instant now;
  private final OrderedPatients patients;
  private final List<NewEvent> events = new ArrayList<>();

  OrderEntry(Handle handle, Keys keys, OrderTarget target, Instant now) {
    this.handle = handle;
    this.connection = handle.getConnection();
    this.keys = keys;
    this.target = target;
    this.now = now;
    this.patients = new OrderedPatients(handle, keys, target, now);
  }

  /**
   * @throws OrderException if one of them cannot be taken; then the transaction is to be rolled
   *     back
   */
  List<OrderOutcome> enter(List<Order> orders) throws SQLException {
    checkOffice();
    List<OrderOutcome> outcomes = new ArrayList<>();
    for (Order order : orders) {
      outcomes.addAll(enter(order));
    }
    List<NewEvent> all = new ArrayList<>(patients.events());
    all.addAll(events);
    EventLog.append(connection, all, now);
    return outcomes;
  }

  private void checkOffice() {
    if (handle
        .attach(OrganizationDao.class)
        .findOffice(target.organizationKey(), target.officeKey())
        .isEmpty()) {
      throw new OrderException("the office of this folder is gone (expected: an office)");
    }
  }

  private List<OrderOutcome> enter(Order order) throws SQLException {
    List<WorklistItem> known = known(order);
    if (order.action() == OrderAction.CANCEL) {
      return cancel(order, known);
    }
    if (known.size() > 1) {
      throw new OrderException(
          "the order has %d procedures (expected: one, named by its id)".formatted(known.size()));
    }
    return List.of(known.isEmpty() ? insert(order) : update(order, known.get(0)));
  }

  private String originId(Order order) {
    return target.officeKey() + ":" + order.orderId();
  }

  /** An order may have several procedures, each an item of its own. */
  private String fullOriginId(Order order) {
    return order.procedureId() == null
        ? originId(order)
        : originId(order) + Order.DIVIDER + order.procedureId();
  }

  /** The procedure that the order names, else those that may be it; held. */
  private List<WorklistItem> known(Order order) throws SQLException {
    if (order.procedureId() != null) {
      List<Long> exact = named(order, fullOriginId(order));
      if (!exact.isEmpty()) {
        return WorklistRows.lock(connection, target.organizationKey(), exact.get(0)).stream()
            .toList();
      }
    }
    List<Long> ofOrder = new ArrayList<>(named(order, originId(order)));
    ofOrder.addAll(
        WorklistLists.keysOfOrigins(
            connection,
            target.organizationKey(),
            order.origin(),
            originId(order) + Order.DIVIDER,
            originId(order) + (char) (Order.DIVIDER + 1),
            MAX_PROCEDURES));
    List<WorklistItem> held = new ArrayList<>();
    for (long key : ofOrder.stream().sorted().toList()) {
      WorklistRows.lock(connection, target.organizationKey(), key)
          .filter(item -> mayBe(order, item))
          .ifPresent(held::add);
    }
    return held;
  }

  /** By Requested Procedure ID, else by accession number; what was made up says nothing. */
  private static boolean mayBe(Order order, WorklistItem item) {
    String id = MadeUp.procedureId(item.worklistItemKey());
    String procedure = item.procedure().id().equals(id) ? null : item.procedure().id();
    if (order.procedure().id() != null && procedure != null) {
      return order.procedure().id().equals(procedure);
    }
    String number = item.request().accessionNumber();
    boolean madeUp = number.equals(MadeUp.accessionNumber(item.worklistItemKey()));
    String said = order.request().accessionNumber();
    return said == null || madeUp || said.equals(number);
  }

  private List<Long> named(Order order, String originId) throws SQLException {
    return WorklistLists.findByOrigin(
            connection, target.organizationKey(), order.origin(), originId)
        .map(entry -> List.of(entry.item().worklistItemKey()))
        .orElse(List.of());
  }

  private List<OrderOutcome> cancel(Order order, List<WorklistItem> known) throws SQLException {
    if (known.isEmpty()) {
      throw new OrderException("cancels an order that is not known");
    }
    List<OrderOutcome> outcomes = new ArrayList<>();
    for (WorklistItem item : known) {
      outcomes.add(cancel(order, item));
    }
    return outcomes;
  }

  private OrderOutcome cancel(Order order, WorklistItem item) throws SQLException {
    OrderMark mark = OrderMark.of(order);
    OrderMark before = OrderMark.read(item.source().meta());
    if (item.isCancelled()) {
      return OrderOutcome.of(Word.UNCHANGED, item.worklistItemKey());
    }
    if (before.isNewerThan(mark)) {
      return OrderOutcome.of(Word.OUTDATED, item.worklistItemKey());
    }
    if (item.progress().firstArrivedAt() != null) {
      throw new OrderException(
          "item %d has images (expected: a person who cancels it)"
              .formatted(item.worklistItemKey()));
    }
    WorklistEntry entry = entry(item);
    Instant at = now.truncatedTo(ChronoUnit.MICROS);
    WorklistItem after =
        item.edit()
            .progress(item.progress().cancelled(at, "cancelled by " + order.origin().word()))
            .source(item.source().link(), item.source().path(), mark.cancelling(at).write())
            .build();
    WorklistRows.update(connection, after, now);
    changed(entry, after, EventType.ITEM_CANCELLED);
    return OrderOutcome.of(Word.CANCELLED, item.worklistItemKey());
  }

  private OrderOutcome insert(Order order) throws SQLException {
    PatientIdentity patient = patients.resolve(order);
    List<StepWish> wishes = order.steps().isEmpty() ? List.of(StepWish.NOTHING) : order.steps();
    NewOrder made =
        new NewOrder(
            target.organizationKey(),
            target.officeKey(),
            patient.patientKey(),
            null,
            null,
            null,
            target.studyType(),
            ItemStatus.PENDING,
            ScanStatus.SCHEDULED,
            over(order.procedure(), RequestedProcedure.EMPTY),
            over(order.request(), ServiceRequest.EMPTY),
            over(order.visit(), Visit.EMPTY),
            new Source(
                order.origin(), fullOriginId(order), null, null, OrderMark.of(order).write()),
            null,
            OrderSteps.of(wishes, List.of(), defaults(), target));
    Optional<WorklistItem> inserted = WorklistRows.insert(connection, keys, made, now);
    if (inserted.isEmpty()) {
      if (!named(order, fullOriginId(order)).isEmpty()) {
        throw new ConcurrentChangeException("the order was entered by another transaction");
      }
      throw new OrderException("the item of this order was deleted by a person");
    }
    patients.learn(order, inserted.get().worklistItemKey());
    WorklistHistory.add(
        connection, keys, inserted.get(), Action.CREATED, WorklistHistory.NO_CHANGES, null, now);
    events.add(event(EventType.ITEM_CREATED, inserted.get()));
    return OrderOutcome.of(Word.ENTERED, inserted.get().worklistItemKey(), patients.note());
  }

  private StepDefaults defaults() {
    return new StepDefaults(handle, target.organizationKey(), now, target.zone());
  }

  private OrderOutcome update(Order order, WorklistItem before) throws SQLException {
    long key = before.worklistItemKey();
    OrderMark mark = OrderMark.of(order);
    OrderMark last = OrderMark.read(before.source().meta());
    if (last.digest().equals(mark.digest())) {
      return OrderOutcome.of(Word.UNCHANGED, key);
    }
    if (last.isNewerThan(mark)) {
      return OrderOutcome.of(Word.OUTDATED, key);
    }
    if (before.isCancelled() && !before.progress().cancelledAt().equals(last.cancelledAt())) {
      throw new OrderException(
          "item %d was cancelled by a person (expected: a person who takes that back)"
              .formatted(key));
    }
    if (before.isCancelled() && order.action() == OrderAction.CHANGE) {
      throw new OrderException("item %d is cancelled (expected: a new order)".formatted(key));
    }
    WorklistEntry entry = entry(before);
    PatientIdentity patient = patientOf(order, before);
    WorklistItem after =
        before
            .edit()
            .patient(patient.patientKey())
            .procedure(over(order.procedure(), before.procedure()))
            .request(over(order.request(), before.request()))
            .visit(over(order.visit(), before.visit()))
            .source(before.source().link(), before.source().path(), mark.write())
            .progress(before.progress().cancelled(null, null))
            .build();
    OrderSteps steps = new OrderSteps(connection, before);
    boolean begun = steps.haveBegun();
    String uid = before.procedure().studyInstanceUid();
    if (begun && !after.procedure().studyInstanceUid().equals(uid)) {
      throw new OrderException(
          "item %d: another Study Instance UID (expected: the same, since the scan has begun)"
              .formatted(key));
    }
    String note = "";
    if (begun || order.steps().isEmpty()) {
      note = order.steps().isEmpty() ? "" : "its steps stay, since the scan has begun";
      WorklistRows.update(connection, after, now);
    } else {
      steps.replace(keys, after, order.steps(), defaults(), target, now);
    }
    patients.learn(order, key);
    changed(entry, after, EventType.ITEM_UPDATED);
    String both = note.isEmpty() ? patients.note() : note;
    return OrderOutcome.of(Word.UPDATED, key, both);
  }

  /** Whom the order is for by now; images that are here say themselves whose they are. */
  private PatientIdentity patientOf(Order order, WorklistItem item) throws SQLException {
    PatientIdentity ordered = patients.resolve(order);
    if (ordered.patientKey() == item.patientKey()) {
      return ordered;
    }
    PatientIdentity known =
        PatientRows.lock(connection, target.organizationKey(), item.patientKey()).orElseThrow();
    if (item.mediumKey() != null || item.progress().firstArrivedAt() != null) {
      throw new OrderException(
          "item %d has images of another patient".formatted(item.worklistItemKey()));
    }
    if (item.isCancelled()) {
      return ordered;
    }
    boolean sameId = known.patientId().equals(order.patient().patientId());
    if (!sameId && order.patient().within(target.officeKey()).nameContradicts(known)) {
      throw new OrderException(
          "item %d: the same order for another patient (expected: another number, or a cancellation"
                  .formatted(item.worklistItemKey())
              + " before)");
    }
    return ordered;
  }

  private WorklistEntry entry(WorklistItem item) throws SQLException {
    return WorklistLists.find(connection, item.organizationKey(), item.worklistItemKey())
        .orElseThrow();
  }

  /** No user did it. */
  private void changed(WorklistEntry before, WorklistItem after, EventType type)
      throws SQLException {
    String changes = ItemChanges.of(before, entry(after));
    WorklistHistory.add(connection, keys, after, Action.CHANGED, changes, null, now);
    events.add(event(type, after));
  }

  private NewEvent event(EventType type, WorklistItem item) {
    return NewEvent.ofItem(
        type, item.organizationKey(), item.worklistItemKey(), item.patientKey(), item.mediumKey());
  }

  private static RequestedProcedure over(RequestedProcedure said, RequestedProcedure known) {
    return new RequestedProcedure(
        said.studyInstanceUid() == null ? known.studyInstanceUid() : said.studyInstanceUid(),
        said.id() == null ? known.id() : said.id(),
        Order.over(said.description(), known.description()),
        said.code() == null ? known.code() : said.code(),
        Order.over(said.priority(), known.priority()),
        Order.over(said.reason(), known.reason()),
        Order.over(said.comments(), known.comments()));
  }

  private static ServiceRequest over(ServiceRequest said, ServiceRequest known) {
    return new ServiceRequest(
        said.accessionNumber() == null ? known.accessionNumber() : said.accessionNumber(),
        Objects.requireNonNullElse(said.issuerOfAccessionNumber(), known.issuerOfAccessionNumber()),
        Order.over(said.placerOrderNumber(), known.placerOrderNumber()),
        Order.over(said.fillerOrderNumber(), known.fillerOrderNumber()),
        Order.over(said.requestingPhysicianName(), known.requestingPhysicianName()),
        Order.over(said.requestingService(), known.requestingService()),
        Order.over(said.referringPhysicianName(), known.referringPhysicianName()));
  }

  private static Visit over(Visit said, Visit known) {
    return new Visit(
        Order.over(said.admissionId(), known.admissionId()),
        Order.over(said.currentPatientLocation(), known.currentPatientLocation()),
        Order.over(said.patientTransportArrangements(), known.patientTransportArrangements()));
  }
}
