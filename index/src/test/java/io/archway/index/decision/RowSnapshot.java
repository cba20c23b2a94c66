package io.archway.index.decision;

import io.archway.index.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Every row that a decision may touch, without the times of their last change. */
final class RowSnapshot {
  private static final List<String> TABLES =
      List.of(
          "inbox",
          "match_candidate",
          "worklist_item",
          "scheduled_procedure_step",
          "step_station",
          "worklist_link",
          "refused_link",
          "patient",
          "patient_word",
          "person_name",
          "study",
          "series",
          "instance",
          "medium");

  private RowSnapshot() {}

  static Map<String, List<String>> of(Database database) {
    return database.readInConnection(
        connection -> {
          Map<String, List<String>> all = new TreeMap<>();
          for (String table : TABLES) {
            try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
              all.put(table, rows(rows));
            }
          }
          return all;
        });
  }

  private static List<String> rows(ResultSet rows) throws SQLException {
    List<String> texts = new ArrayList<>();
    while (rows.next()) {
      Map<String, String> row = new TreeMap<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        row.put(
            rows.getMetaData().getColumnName(i).toLowerCase(Locale.ROOT),
            String.valueOf(rows.getObject(i)));
      }
      row.remove("updated_at");
      texts.add(row.toString());
    }
    texts.sort(null);
    return texts;
  }
}
