package io.archway.index.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How the databases get at the rows of the statements that a test lets run. */
public final class Plans {
  private Plans() {}

  /** From now on the embedded database remembers the statements it runs. */
  public static void remember(Database embedded) {
    embedded.read(handle -> handle.execute("ANALYZE"));
    embedded.read(handle -> handle.execute("SET QUERY_STATISTICS_MAX_ENTRIES 10000"));
    embedded.read(handle -> handle.execute("SET QUERY_STATISTICS TRUE"));
  }

  /** The remembered statements that look for rows, each with its plan. */
  public static List<String> remembered(Database embedded) {
    String sql = "SELECT sql_statement FROM information_schema.query_statistics";
    return embedded.read(handle -> handle.createQuery(sql).mapTo(String.class).list()).stream()
        .filter(statement -> statement.matches("(?s)\\s*(SELECT|UPDATE|DELETE).*"))
        .filter(statement -> !statement.contains("information_schema"))
        .map(statement -> statement + "\n" + explain(embedded, statement))
        .toList();
  }

  private static String explain(Database database, String statement) {
    return database.inConnection(
        connection -> {
          try (PreparedStatement explain = connection.prepareStatement("EXPLAIN " + statement)) {
            int parameters = explain.getParameterMetaData().getParameterCount();
            for (int i = 1; i <= parameters; i++) {
              explain.setString(i, "1");
            }
            try (ResultSet plan = explain.executeQuery()) {
              plan.next();
              return plan.getString(1);
            }
          } catch (SQLException e) {
            throw new SQLException(statement, e);
          }
        });
  }

  /** Whether a plan of the embedded database reads a whole table of these. */
  public static boolean scans(String plan, List<String> tables) {
    return tables.stream().anyMatch(table -> plan.contains("public." + table + ".tableScan"));
  }

  /** Makes PostgreSQL read whole tables only where no index can serve, in later sessions. */
  public static void avoidScans(Database server, DatabaseSettings settings) {
    String name = settings.url().replaceAll(".*/([^/?]+).*", "$1");
    server.inTransaction(
        handle -> handle.execute("ALTER DATABASE " + name + " SET enable_seqscan = off"));
  }

  /**
   * How often PostgreSQL read the whole of each table. A session's counts are visible once it has
   * ended, so what is to be counted and the looks before and after have a {@link Database} each.
   */
  public static Map<String, Long> scans(Database server) {
    String sql = "SELECT relname, seq_scan FROM pg_stat_user_tables";
    return server.read(handle -> handle.createQuery(sql).mapToMap().list()).stream()
        .collect(
            Collectors.toMap(
                row -> (String) row.get("relname"), row -> (Long) row.get("seq_scan")));
  }
}
