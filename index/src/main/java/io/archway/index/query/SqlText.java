package io.archway.index.query;

import io.archway.index.database.Times;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * SQL in the making, with the values of its parameters in their order. What comes from outside is
 * only ever a parameter.
 */
final class SqlText {
  private final StringBuilder text = new StringBuilder();
  private final List<Object> parameters = new ArrayList<>();

  SqlText add(String sql, Object... values) {
    text.append(sql);
    parameters.addAll(List.of(values));
    return this;
  }

  /** {@code (?, ?, …)}, padded to a power of two so that few texts are prepared. */
  SqlText addIn(List<?> values) {
    int places = Integer.highestOneBit(Math.max(1, values.size() * 2 - 1));
    text.append('(');
    for (int i = 0; i < places; i++) {
      text.append(i == 0 ? "?" : ", ?");
      parameters.add(values.get(Math.min(i, values.size() - 1)));
    }
    text.append(')');
    return this;
  }

  String text() {
    return text.toString();
  }

  void bind(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      Object value = parameters.get(i);
      statement.setObject(i + 1, value instanceof Instant time ? Times.toColumn(time) : value);
    }
  }
}
