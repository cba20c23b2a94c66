package io.archway.index.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies all rows of a table from an old index into a new one, whatever columns it has by now; keys
 * that are others there are translated. A row whose key is gone is left out, or only its column is.
 * One thread.
 */
public final class RowCopy {
  private static final int BATCH = 500;

  private record Translation(Map<Long, Long> keys, boolean needed) {}

  private final String table;
  private final Map<String, Translation> translations = new HashMap<>();
  private final Map<String, Object> constants = new HashMap<>();
  private String where = "";

  public RowCopy(String table) {
    this.table = table;
  }

  /** Rows without this key there are left out. */
  public RowCopy needed(String column, Map<Long, Long> keys) {
    translations.put(column, new Translation(keys, true));
    return this;
  }

  /** Without this key there the column is null. */
  public RowCopy optional(String column, Map<Long, Long> keys) {
    translations.put(column, new Translation(keys, false));
    return this;
  }

  public RowCopy constant(String column, Object value) {
    constants.put(column, value);
    return this;
  }

  /** A condition of ours. */
  public RowCopy where(String condition) {
    where = " WHERE " + condition;
    return this;
  }

  /** Gives the number of rows that were copied. */
  public int copy(Connection old, Connection made) throws SQLException {
    int copied = 0;
    try (Statement select = old.createStatement();
        ResultSet rows = select.executeQuery("SELECT * FROM " + table + where)) {
      List<String> columns = columns(rows.getMetaData());
      try (PreparedStatement insert = made.prepareStatement(insertion(columns))) {
        while (rows.next()) {
          if (bind(rows, columns, insert)) {
            insert.addBatch();
            if (++copied % BATCH == 0) {
              insert.executeBatch();
            }
          }
        }
        insert.executeBatch();
      }
    }
    return copied;
  }

  public static List<String> columns(ResultSetMetaData row) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= row.getColumnCount(); i++) {
      columns.add(row.getColumnName(i));
    }
    return columns;
  }

  private String insertion(List<String> columns) {
    return "INSERT INTO %s (%s) VALUES (%s)"
        .formatted(
            table,
            String.join(", ", columns),
            String.join(", ", Collections.nCopies(columns.size(), "?")));
  }

  private boolean bind(ResultSet rows, List<String> columns, PreparedStatement insert)
      throws SQLException {
    for (int i = 1; i <= columns.size(); i++) {
      String column = columns.get(i - 1);
      Object value = constants.getOrDefault(column, rows.getObject(i));
      Translation translation = translations.get(column);
      if (translation != null && value != null) {
        value = translation.keys.get(rows.getLong(i));
        if (value == null && translation.needed) {
          return false;
        }
      }
      insert.setObject(i, value);
    }
    return true;
  }

  /** Lets a sequence go on after the highest key of a table. */
  public static void continueSequence(Connection made, String sequence, String table, String key)
      throws SQLException {
    try (Statement statement = made.createStatement()) {
      long next;
      try (ResultSet row =
          statement.executeQuery("SELECT COALESCE(max(%s), 0) + 1 FROM %s".formatted(key, table))) {
        row.next();
        next = row.getLong(1);
      }
      statement.execute("ALTER SEQUENCE %s RESTART WITH %d".formatted(sequence, next));
    }
  }
}
