package io.archway.index.query;

import io.archway.index.database.Database;
import io.archway.index.database.Reading;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The answers to one query, one after the other. They are read in groups, a small one first, each
 * by a short statement that continues after the last; between groups nothing of the database is
 * held, however slow the peer is. What is changed meanwhile is seen or not. One thread.
 */
public final class MatchCursor<T> {
  private static final int FIRST_GROUP = 32;
  private static final int MAX_GROUP = 512;

  private final Database database;
  private final MatchQuery<T> query;
  private final InformationModel<T> model;
  private final Deque<T> waiting = new ArrayDeque<>();
  private long left;
  private int group = FIRST_GROUP;
  private Object[] last;
  private boolean ended;

  MatchCursor(Database database, InformationModel<T> model, MatchQuery<T> query, int most) {
    if (most < 1) {
      throw new IllegalArgumentException("most: " + most + " (expected: >= 1)");
    }
    this.database = database;
    this.model = model;
    this.query = query;
    this.left = most;
  }

  /** The next answer; empty at the end, or when the most answers were given. */
  public Optional<T> next() {
    if (left == 0) {
      return Optional.empty();
    }
    if (waiting.isEmpty() && !ended) {
      read();
    }
    T answer = waiting.poll();
    left -= answer == null ? left : 1;
    return Optional.ofNullable(answer);
  }

  /** Whether the next answer, or that there is none, is known without reading on. */
  public boolean isNextKnown() {
    return !waiting.isEmpty() || ended || left == 0;
  }

  /** After the last answer: whether there are more than were to be given. */
  public boolean isCut() {
    if (waiting.isEmpty() && !ended) {
      read();
    }
    return left == 0 && !waiting.isEmpty();
  }

  private void read() {
    // one more than is to be given tells whether answers were cut
    int most = (int) Math.min(group, left + 1);
    List<T> answers =
        database.readInConnection(
            connection -> query.page(connection, last, most).query(connection, this::answer));
    waiting.addAll(answers);
    ended = answers.size() < most;
    group = MAX_GROUP;
  }

  private T answer(ResultSet row) throws SQLException {
    Reading reading = new Reading(row);
    last = order(reading);
    return model.answers().of(reading);
  }

  private Object[] order(Reading row) throws SQLException {
    Object[] values = new Object[model.order().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.value(model.order().get(i).type());
    }
    return values;
  }
}
