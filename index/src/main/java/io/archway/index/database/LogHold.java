package io.archway.index.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A data folder's hold on the position of its log, where other gateways reach the database too: two
 * that moved one position over each other's logs would lose rows. It is one folder's for good, and
 * of one process at a time: that says every now and then that it is there, and each that takes the
 * position raises a number, without which nobody moves it. Thread-safe.
 */
public final class LogHold {
  /** So long after it was last seen a process may still be there. */
  public static final Duration LEASE = Duration.ofSeconds(60);

  private static final String INSERT =
      """
      INSERT INTO log_position (store_name, segment, byte_offset) VALUES (?, 0, 0)
      ON CONFLICT DO NOTHING
      """;
  private static final String FIND =
      """
      SELECT hold, home_id, home_place, home_since, seen_at, CURRENT_TIMESTAMP
      FROM log_position WHERE store_name = ? FOR UPDATE
      """;
  private static final String TAKE =
      """
      UPDATE log_position
      SET hold = ?, home_id = ?, home_place = ?, home_since = ?, seen_at = CURRENT_TIMESTAMP
      WHERE store_name = ?
      """;
  private static final String RENEW =
      "UPDATE log_position SET seen_at = CURRENT_TIMESTAMP WHERE store_name = ? AND hold = ?";
  private static final String RELEASE =
      "UPDATE log_position SET seen_at = NULL WHERE store_name = ? AND hold = ?";

  /**
   * A data folder.
   *
   * @param id goes with it wherever it is moved
   * @param place where it is, the same for no two at one time
   */
  public record Home(String id, String place) {}

  private record Holder(long hold, Home home, Instant since, Instant seenAt, Instant now) {
    static Holder of(ResultSet row) throws SQLException {
      return new Holder(
          row.getLong(1),
          new Home(row.getString(2), row.getString(3)),
          Times.fromColumn(row, 4),
          Times.fromColumn(row, 5),
          Times.fromColumn(row, 6));
    }

    boolean isNobody() {
      return home.id == null;
    }

    /** Of two processes at one place the data folder's own lock lets in one. */
    void refuseOthers(Home mine) {
      if (isNobody()) {
        return;
      }
      if (!home.id.equals(mine.id)) {
        throw new LogHeldException(LogHeldException.Reason.ANOTHER, home, since, seenAt, now);
      }
      if (!home.place.equals(mine.place) && seenAt != null && seenAt.plus(LEASE).isAfter(now)) {
        throw new LogHeldException(LogHeldException.Reason.ELSEWHERE, home, since, seenAt, now);
      }
    }
  }

  private final Database database;
  private final String storeName;
  private final long number;

  private LogHold(Database database, String storeName, long number) {
    this.database = database;
    this.storeName = storeName;
    this.number = number;
  }

  /**
   * Takes the position of a store for a data folder.
   *
   * @throws LogHeldException where it is another's, or may be held by another process
   */
  public static LogHold take(Database database, String storeName, Home home) {
    long number =
        database.inConnection(Database.ATTEMPTS, connection -> take(connection, storeName, home));
    return new LogHold(database, storeName, number);
  }

  private static long take(Connection connection, String storeName, Home home) throws SQLException {
    Statements.update(connection, INSERT, binding -> binding.add(storeName));
    List<Holder> found =
        Statements.query(connection, FIND, binding -> binding.add(storeName), Holder::of);
    Holder before = found.get(0);
    before.refuseOthers(home);
    long number = before.hold + 1;
    Instant since = before.isNobody() ? before.now : before.since;
    Statements.update(
        connection,
        TAKE,
        binding -> binding.add(number).add(home.id).add(home.place).add(since).add(storeName));
    return number;
  }

  /** Rises with each process that takes the position. */
  public long number() {
    return number;
  }

  /**
   * Says that this process is still there.
   *
   * @return false where another one has taken the position: nothing more is indexed by this one
   */
  public boolean renew() {
    return update(RENEW);
  }

  /** Another process may take the position at once. */
  public void release() {
    update(RELEASE);
  }

  private boolean update(String sql) {
    return database.inConnection(
            Database.ATTEMPTS,
            connection ->
                Statements.update(connection, sql, binding -> binding.add(storeName).add(number)))
        == 1;
  }
}
