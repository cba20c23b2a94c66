package io.archway.index.association;

/** Whether an association still runs, or the way in which it ended. */
public enum AssociationState {
  RUNNING,
  RELEASED,
  REJECTED,
  ABORTED_BY_PEER,
  ABORTED,
  LOST,
  TIMED_OUT
}
