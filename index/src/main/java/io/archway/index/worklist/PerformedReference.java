package io.archway.index.worklist;

import io.archway.index.study.RequestAttributes;

/**
 * An order that a performed step names. {@code itemKey} is null where none is known by it, {@code
 * stepKey} also where nothing tells which of its steps it is.
 */
public record PerformedReference(
    long performedStepKey, int itemNumber, RequestAttributes named, Long itemKey, Long stepKey) {
  /** The same, its order being known. */
  public PerformedReference to(long item, Long step) {
    return new PerformedReference(performedStepKey, itemNumber, named, item, step);
  }
}
