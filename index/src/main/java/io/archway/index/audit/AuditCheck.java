package io.archway.index.audit;

import io.archway.index.database.Database;
import io.archway.index.database.Reading;
import io.archway.index.database.SqlFailureException;
import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;

/**
 * Reads the chain from its anchor to its end and makes every seal anew: a row that was changed,
 * taken away, put in or moved does not fit. Bounded in memory; works beside the sealer.
 */
public final class AuditCheck {
  private static final int ROWS = 1_000;

  /** No range of {@code audit_record} is longer: one sealing is from two sources. */
  private static final int LONGEST_RANGE = 2 * AuditSealer.MOST_AT_ONCE;

  private static final String BEYOND =
      "SELECT min(a.audit_position) FROM audit a WHERE a.audit_position %s ?";
  private static final String RANGES =
      """
      SELECT r.organization_key, r.kind, r.told_key, r.first_position, r.last_position
      FROM audit_record r WHERE r.last_position >= ? AND r.last_position < ?
      """;

  /**
   * What was found.
   *
   * @param rows that fit
   * @param firstBroken the position of the first row that does not fit; null where all do
   * @param what is wrong there; null where nothing is
   * @param state of the chain that was read, or null where there is none
   */
  public record Result(long rows, Long firstBroken, String what, ChainState state) {
    public boolean intact() {
      return what == null;
    }
  }

  private static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1L;
    private final long position;

    BrokenException(long position, String what) {
      super(what);
      this.position = position;
    }
  }

  private final Database database;
  private final BooleanSupplier stopped;

  /**
   * @param stopped asked now and then; where it says so the check ends by an exception
   */
  public AuditCheck(Database database, BooleanSupplier stopped) {
    this.database = database;
    this.stopped = stopped;
  }

  public Result run() {
    Result result = round();
    while (!result.intact() && anchorMoved(result)) {
      result = round(); // rows went by their age while they were read
    }
    return result;
  }

  /** The seal of one row; empty where it is not there. */
  public Optional<String> sealAt(long position) {
    return database.readInConnection(
        connection ->
            AuditRows.after(connection, position - 1, position, 1).stream()
                .map(SealedEntry::seal)
                .findFirst());
  }

  private boolean anchorMoved(Result result) {
    ChainState now = database.readInConnection(ChainState::read);
    return result.state() != null
        && now != null
        && now.anchorPosition() != result.state().anchorPosition();
  }

  private Result round() {
    ChainState state = database.readInConnection(ChainState::read);
    if (state == null) {
      return new Result(0, 0L, "the chain's own row is missing", null);
    }
    long[] rows = {0};
    try {
      database.read(handle -> walk(handle, state, rows));
      return new Result(rows[0], null, null, state);
    } catch (BrokenException e) {
      return new Result(rows[0], e.position, e.getMessage(), state);
    }
  }

  private Void walk(Handle handle, ChainState state, long[] rows) throws BrokenException {
    try {
      walk(handle.getConnection(), state, rows);
    } catch (SQLException e) {
      throw new SqlFailureException(e);
    }
    return null;
  }

  private void walk(Connection connection, ChainState state, long[] rows)
      throws SQLException, BrokenException {
    refuseBefore(connection, state);
    long position = state.anchorPosition();
    String seal = state.anchorSeal();
    while (position < state.lastPosition()) {
      if (stopped.getAsBoolean()) {
        throw new IllegalStateException("the check was broken off");
      }
      List<SealedEntry> group = group(connection, position, state.lastPosition());
      if (group.isEmpty()) {
        throw new BrokenException(position + 1, "missing, and all rows after it");
      }
      seal = check(group, position, seal, rows);
      checkNamed(connection, group);
      position += group.size();
    }
    if (!seal.equals(state.lastSeal())) {
      throw new BrokenException(position, "not the last row that was sealed");
    }
    refuseAfter(connection, state);
  }

  private static List<SealedEntry> group(Connection connection, long after, long upTo)
      throws SQLException, BrokenException {
    try {
      return AuditRows.after(connection, after, upTo, ROWS);
    } catch (RuntimeException e) {
      throw new BrokenException(unreadable(connection, after, upTo), "its content is none of ours");
    }
  }

  /** The first whose columns make no entry. */
  private static long unreadable(Connection connection, long after, long upTo) throws SQLException {
    for (long position = after; position < upTo; position++) {
      try {
        AuditRows.after(connection, position, position + 1, 1);
      } catch (RuntimeException e) {
        return position + 1;
      }
    }
    return upTo;
  }

  private static String check(List<SealedEntry> group, long after, String seal, long[] rows)
      throws BrokenException {
    String before = seal;
    long expected = after;
    for (SealedEntry row : group) {
      expected++;
      if (row.position() != expected) {
        throw new BrokenException(expected, "missing");
      }
      before = ChainState.seal(before, row.position(), row.entry());
      if (!before.equals(row.seal())) {
        throw new BrokenException(expected, "its content is not what was sealed");
      }
      rows[0]++;
    }
    return before;
  }

  /** By what searches find rows; a row that cannot be found is as good as taken away. */
  private static void checkNamed(Connection connection, List<SealedEntry> group)
      throws SQLException, BrokenException {
    long first = group.get(0).position();
    long last = group.get(group.size() - 1).position();
    NamedRanges ranges = new NamedRanges();
    Statements.query(
        connection,
        RANGES,
        binding -> binding.add(first).add(last + LONGEST_RANGE),
        result -> {
          Reading row = new Reading(result);
          ranges.add(row.key(), row.text(), row.key(), row.key(), row.key());
          return null;
        });
    for (SealedEntry row : group) {
      for (RecordKey record : row.entry().records()) {
        if (!ranges.cover(row, record)) {
          throw new BrokenException(
              row.position(), "cannot be found by %s".formatted(record.text()));
        }
      }
    }
  }

  private static void refuseBefore(Connection connection, ChainState state)
      throws SQLException, BrokenException {
    Long found = edge(connection, "<=", state.anchorPosition());
    if (found != null) {
      throw new BrokenException(found, "put in before the first row that is kept");
    }
  }

  private void refuseAfter(Connection connection, ChainState state)
      throws SQLException, BrokenException {
    ChainState now = ChainState.read(connection);
    Long found = edge(connection, ">", now == null ? state.lastPosition() : now.lastPosition());
    if (found != null && isBeyond(connection, found)) {
      throw new BrokenException(found, "put in after the last row that was sealed");
    }
  }

  /** What was sealed since is not put in. */
  private static boolean isBeyond(Connection connection, long position) throws SQLException {
    ChainState now = ChainState.read(connection);
    return now == null || position > now.lastPosition();
  }

  private static Long edge(Connection connection, String comparison, long position)
      throws SQLException {
    return Statements.query(
            connection,
            BEYOND.formatted(comparison),
            binding -> binding.add(position),
            row -> row.getObject(1, Long.class))
        .get(0);
  }
}
