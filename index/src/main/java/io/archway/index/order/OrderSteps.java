package io.archway.index.order;

import io.archway.index.database.Keys;
import io.archway.index.worklist.NewOrder;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.ScheduledStep;
import io.archway.index.worklist.StepDefaults;
import io.archway.index.worklist.StepWish;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps of an item whose order is said anew. One use, in one transaction. */
final class OrderSteps {
  private final Connection connection;
  private final WorklistItem item;
  private final List<ScheduledStep> before;

  OrderSteps(Connection connection, WorklistItem item) throws SQLException {
    this.connection = connection;
    this.item = item;
    this.before = WorklistRows.steps(connection, item.worklistItemKey());
  }

  boolean haveBegun() {
    return item.scanStatus() != ScanStatus.SCHEDULED
        || before.stream().anyMatch(step -> step.startedAt() != null);
  }

  /** Writes the item too. */
  void replace(
      Keys keys,
      WorklistItem after,
      List<StepWish> wishes,
      StepDefaults defaults,
      OrderTarget target,
      Instant now)
      throws SQLException {
    List<NewStep> steps = of(wishes, before, defaults, target);
    if (steps.equals(before.stream().map(ScheduledStep::asNew).toList())) {
      WorklistRows.update(connection, after, now);
    } else {
      WorklistRows.replaceSteps(connection, keys, after, steps, now);
    }
  }

  /** What is not said is as it was, or as the folder or the office has it. */
  static List<NewStep> of(
      List<StepWish> wishes,
      List<ScheduledStep> before,
      StepDefaults defaults,
      OrderTarget target) {
    if (wishes.size() > NewOrder.MAX_STEPS) {
      throw new OrderException(
          "steps: %d (expected: <= %d)".formatted(wishes.size(), NewOrder.MAX_STEPS));
    }
    List<StepWish> full = new ArrayList<>();
    for (int i = 0; i < wishes.size(); i++) {
      Optional<ScheduledStep> same = same(wishes.get(i), i, before);
      StepWish wish = same.map(wishes.get(i)::over).orElse(wishes.get(i));
      full.add(wish.orStations(target.stationAeTitles()));
    }
    try {
      return defaults.complete(
          full,
          target.officeKey(),
          target.modality() == null ? StepDefaults.MODALITY : target.modality(),
          List.of());
    } catch (IllegalArgumentException e) {
      throw new OrderException(e.getMessage());
    }
  }

  /** By id, else by place. */
  private static Optional<ScheduledStep> same(
      StepWish wish, int place, List<ScheduledStep> before) {
    if (wish.id() == null) {
      return place < before.size() ? Optional.of(before.get(place)) : Optional.empty();
    }
    return before.stream().filter(step -> step.id().equals(wish.id())).findFirst();
  }
}
