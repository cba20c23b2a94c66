package io.archway.index.event;

import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * How far a follower has come: the number of the last event it has dealt with, moved in the
 * transaction in which it does. Who locks it is the only one at work, over all gateways.
 */
public enum FollowerPosition {
  MATCHING("matching");

  private static final String FIND =
      "SELECT event_number FROM event_follower WHERE follower_name = ?";
  private static final String MOVE =
      "UPDATE event_follower SET event_number = ? WHERE follower_name = ?";

  private final String word;

  FollowerPosition(String word) {
    this.word = word;
  }

  public long find(Connection connection) throws SQLException {
    return one(connection, FIND);
  }

  /** Like {@link #find}, and holds the row until the transaction ends. */
  public long lock(Connection connection) throws SQLException {
    return one(connection, FIND + " FOR UPDATE");
  }

  public void move(Connection connection, long eventNumber) throws SQLException {
    Statements.update(connection, MOVE, binding -> binding.add(eventNumber).add(word));
  }

  private long one(Connection connection, String sql) throws SQLException {
    List<Long> found =
        Statements.query(connection, sql, binding -> binding.add(word), row -> row.getLong(1));
    return found.get(0);
  }
}
