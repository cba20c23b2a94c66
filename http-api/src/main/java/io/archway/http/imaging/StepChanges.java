package io.archway.http.imaging;

import io.archway.http.imaging.OrderParts.Step;
import io.archway.http.kernel.FieldErrors;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.ScheduledStep;
import io.archway.index.worklist.StepStatus;
import io.archway.index.worklist.WorklistEntry;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLink;
import io.archway.index.worklist.WorklistLinks;
import io.archway.index.worklist.WorklistRows;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Other steps of an item. One that has begun, or has images, stays as it is: what was done cannot
 * be ordered otherwise.
 */
final class StepChanges {

  private final WorklistEntry entry;
  private final List<NewStep> steps;

  private StepChanges(WorklistEntry entry, List<NewStep> steps) {
    this.entry = entry;
    this.steps = steps;
  }

  /** No steps are said: all stay. */
  static StepChanges of(ItemWork work, WorklistEntry entry, List<Step> said, long officeKey) {
    if (said == null) {
      return new StepChanges(entry, before(entry));
    }
    String modality = entry.steps().get(0).modality();
    return new StepChanges(entry, work.steps(said, officeKey, modality, entry.steps()));
  }

  private static List<NewStep> before(WorklistEntry entry) {
    return entry.steps().stream().map(ScheduledStep::asNew).toList();
  }

  boolean areNone() {
    return before(entry).equals(steps);
  }

  void check(ItemWork work, FieldErrors errors) throws SQLException {
    if (areNone()) {
      return;
    }
    Set<Long> withImages =
        WorklistLinks.ofItem(work.connection(), entry.item().worklistItemKey()).stream()
            .map(WorklistLink::stepKey)
            .collect(Collectors.toSet());
    for (ScheduledStep step : entry.steps()) {
      boolean begun =
          step.status() != StepStatus.SCHEDULED
              || step.startedAt() != null
              || withImages.contains(step.stepKey());
      if (begun && !said(step.id()).equals(Optional.of(step.asNew()))) {
        errors.add("steps", "expected: %s as it is, since it has begun".formatted(step.id()));
      }
    }
  }

  private Optional<NewStep> said(String id) {
    return steps.stream().filter(step -> id.equals(step.id())).findFirst();
  }

  void write(ItemWork work, WorklistItem item) throws SQLException {
    WorklistRows.replaceSteps(work.connection(), work.keys(), item, steps, work.now());
  }
}
