package io.archway.index.matching;

import io.archway.index.database.Database;
import io.archway.index.event.EventLog;
import io.archway.index.study.RequestAttributes;
import io.archway.index.worklist.PerformedMessage;
import io.archway.index.worklist.PerformedStatus;
import io.archway.index.worklist.PerformedStep;
import io.archway.index.worklist.PerformedStepRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what devices say by MPPS with all that follows from it: one transaction each, durable
 * before it returns, or nothing. Blocks; thread-safe.
 */
public final class PerformedStepWrites {
  private final Database database;

  public PerformedStepWrites(Database database) {
    this.database = database;
  }

  /** What became of a change. All but the first leave everything as it was. */
  public enum Outcome {
    CHANGED,
    /** No such instance in the organization. */
    UNKNOWN,
    /** Created by another calling AE title. */
    OF_ANOTHER_DEVICE,
    /** Completed or discontinued. */
    OVER,
    /** {@link PerformedStepRows#MAX_MESSAGES} have come. */
    TOO_MANY
  }

  /**
   * What a device says of a step that it began.
   *
   * @param status null where it says none
   * @param endedAt null where it says none
   */
  public record Change(
      long organizationKey,
      String sopInstanceUid,
      String callingAeTitle,
      PerformedStatus status,
      Instant endedAt) {
    private PerformedStep of(PerformedStep step, Instant now) {
      PerformedStatus newStatus = status == null ? step.status() : status;
      Instant end = endedAt == null ? now : endedAt;
      return step.with(newStatus, newStatus.isFinal() ? end : null, now);
    }
  }

  /** False where an instance of that UID is there; then nothing was written. */
  public boolean create(
      PerformedStep step, List<RequestAttributes> named, PerformedMessage message) {
    return database.durablyInConnection(
        handle -> create(handle.getConnection(), step, named, message));
  }

  private static boolean create(
      Connection connection,
      PerformedStep step,
      List<RequestAttributes> named,
      PerformedMessage message)
      throws SQLException {
    if (!PerformedStepRows.insert(connection, step, named)) {
      return false;
    }
    PerformedStepRows.keep(connection, step, message);
    tell(connection, step, message.receivedAt());
    return true;
  }

  public Outcome change(Change change, PerformedMessage message) {
    return database.durablyInConnection(handle -> change(handle.getConnection(), change, message));
  }

  private static Outcome change(Connection connection, Change change, PerformedMessage message)
      throws SQLException {
    Optional<PerformedStep> found =
        PerformedStepRows.lock(connection, change.organizationKey, change.sopInstanceUid);
    if (found.isEmpty()) {
      return Outcome.UNKNOWN;
    }
    PerformedStep step = found.get();
    if (!step.callingAeTitle().equals(change.callingAeTitle)) {
      return Outcome.OF_ANOTHER_DEVICE;
    }
    if (step.status().isFinal()) {
      return Outcome.OVER;
    }
    if (!PerformedStepRows.keep(connection, step, message)) {
      return Outcome.TOO_MANY;
    }
    PerformedStep changed = change.of(step, message.receivedAt());
    PerformedStepRows.update(connection, changed);
    tell(connection, changed, message.receivedAt());
    return Outcome.CHANGED;
  }

  private static void tell(Connection connection, PerformedStep step, Instant now)
      throws SQLException {
    EventLog.append(connection, PerformedSteps.apply(connection, step, now), now);
  }
}
