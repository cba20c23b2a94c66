package io.archway.index.matching;

import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.worklist.PerformedReference;
import io.archway.index.worklist.PerformedStatus;
import io.archway.index.worklist.PerformedStep;
import io.archway.index.worklist.PerformedStepRows;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.ScheduledStep;
import io.archway.index.worklist.StepStatus;
import io.archway.index.worklist.WorklistEntry;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What performed steps make of the scheduled ones that they name, within the caller's transaction.
 * The state of a step is worked out anew from all performed steps that name it, so that neither
 * their order nor a repetition matters.
 */
final class PerformedSteps {
  private PerformedSteps() {}

  /**
   * Finds the orders that a performed step names and no order was known by, and brings all that it
   * names up to date. The caller holds its row.
   *
   * @return the events of what changed
   */
  static List<NewEvent> apply(Connection connection, PerformedStep performed, Instant now)
      throws SQLException {
    Set<Long> items = new TreeSet<>();
    NamedSteps steps = new NamedSteps(connection, performed);
    for (PerformedReference reference :
        PerformedStepRows.references(connection, performed.performedStepKey())) {
      if (reference.itemKey() != null) {
        items.add(reference.itemKey());
        continue;
      }
      Optional<NamedSteps.Named> named = steps.find(reference.named());
      if (named.isPresent()) {
        long itemKey = named.get().item().worklistItemKey();
        PerformedStepRows.resolve(connection, reference.to(itemKey, named.get().stepKey()));
        items.add(itemKey);
      }
    }
    return refresh(connection, performed.organizationKey(), items, now);
  }

  /** An order was made or changed: performed steps may have named it before. */
  static List<NewEvent> meet(Connection connection, WorklistEntry order, Instant now)
      throws SQLException {
    List<NewEvent> events = new ArrayList<>();
    for (long key : PerformedStepRows.unknown(connection, order)) {
      PerformedStepRows.lock(connection, key);
      Optional<PerformedStep> performed = PerformedStepRows.byKey(connection, key);
      if (performed.isPresent()) {
        events.addAll(apply(connection, performed.get(), now));
      }
    }
    return events;
  }

  /** In the order of keys, as everybody locks them. */
  private static List<NewEvent> refresh(
      Connection connection, long organizationKey, Set<Long> items, Instant now)
      throws SQLException {
    List<NewEvent> events = new ArrayList<>();
    for (long itemKey : items) {
      Optional<WorklistItem> item = WorklistRows.lock(connection, organizationKey, itemKey);
      if (item.isPresent() && refresh(connection, item.get(), now)) {
        events.add(ItemArrivals.event(EventType.ITEM_UPDATED, item.get()));
      }
    }
    return events;
  }

  /** One performed step and the scheduled one it was; null where nothing tells which. */
  private record Done(PerformedStep performed, Long stepKey) {}

  /** Gives whether anything changed of an item that the caller holds. */
  static boolean refresh(Connection connection, WorklistItem item, Instant now)
      throws SQLException {
    List<Done> done = done(connection, item.worklistItemKey());
    boolean changed = false;
    for (ScheduledStep step : WorklistRows.steps(connection, item.worklistItemKey())) {
      List<PerformedStep> ofStep =
          done.stream()
              .filter(one -> Objects.equals(one.stepKey, step.stepKey()))
              .map(Done::performed)
              .toList();
      changed |= !ofStep.isEmpty() && refresh(connection, step, ofStep);
    }
    List<ScheduledStep> steps = WorklistRows.steps(connection, item.worklistItemKey());
    boolean begun = done.stream().anyMatch(one -> !one.performed.status().isFinal());
    ScanStatus scan = done.isEmpty() ? item.scanStatus() : scan(item, steps, begun);
    if (scan != item.scanStatus()) {
      WorklistRows.update(connection, item.edit().scanStatus(scan).build(), now);
      changed = true;
    }
    return changed;
  }

  private static List<Done> done(Connection connection, long itemKey) throws SQLException {
    List<PerformedStep> performed = PerformedStepRows.ofItem(connection, itemKey);
    List<Done> done = new ArrayList<>();
    for (PerformedReference reference : PerformedStepRows.referencesTo(connection, itemKey)) {
      performed.stream()
          .filter(one -> one.performedStepKey() == reference.performedStepKey())
          .forEach(one -> done.add(new Done(one, reference.stepKey())));
    }
    return done;
  }

  private static boolean refresh(
      Connection connection, ScheduledStep step, List<PerformedStep> performed)
      throws SQLException {
    PerformedStep decisive = performed.stream().max(DECISIVE).orElseThrow();
    StepStatus status = status(decisive.status());
    Instant started = earliest(performed.stream().map(PerformedStep::startedAt).toList());
    Instant ended =
        decisive.status().isFinal()
            ? latest(performed.stream().map(PerformedStep::endedAt).toList())
            : null;
    String uid = decisive.sopInstanceUid();
    if (status == step.status()
        && uid.equals(step.performedStepUid())
        && Objects.equals(started, step.startedAt())
        && Objects.equals(ended, step.endedAt())) {
      return false;
    }
    WorklistRows.setStepStatus(
        connection, step.worklistItemKey(), step.stepKey(), status, uid, started, ended);
    return true;
  }

  /** What goes on counts before what is done, that before what was broken off; then the newest. */
  private static final Comparator<PerformedStep> DECISIVE =
      Comparator.comparing((PerformedStep step) -> step.status() == PerformedStatus.IN_PROGRESS)
          .thenComparing(step -> step.status() == PerformedStatus.COMPLETED)
          .thenComparing(PerformedStep::performedStepKey);

  private static StepStatus status(PerformedStatus status) {
    return switch (status) {
      case IN_PROGRESS -> StepStatus.STARTED;
      case COMPLETED -> StepStatus.COMPLETED;
      case DISCONTINUED -> StepStatus.DISCONTINUED;
    };
  }

  private static Instant earliest(Collection<Instant> times) {
    return times.stream().filter(Objects::nonNull).min(Comparator.naturalOrder()).orElse(null);
  }

  private static Instant latest(Collection<Instant> times) {
    return times.stream().filter(Objects::nonNull).max(Comparator.naturalOrder()).orElse(null);
  }

  /** Images say more than steps do. */
  private static ScanStatus scan(WorklistItem item, List<ScheduledStep> steps, boolean begun) {
    ScanStatus now = item.scanStatus();
    if (now.isByImages()) {
      return now;
    }
    boolean left = steps.stream().anyMatch(step -> !isOver(step.status()));
    if (begun || left) {
      return ScanStatus.STARTED;
    }
    return steps.stream().anyMatch(step -> step.status() == StepStatus.COMPLETED)
        ? ScanStatus.COMPLETED
        : ScanStatus.DISCONTINUED;
  }

  private static boolean isOver(StepStatus status) {
    return switch (status) {
      case COMPLETED, DISCONTINUED, CANCELED -> true;
      case SCHEDULED, STARTED -> false;
    };
  }
}
