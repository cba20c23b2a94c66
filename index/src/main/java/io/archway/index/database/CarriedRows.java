package io.archway.index.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Takes from an old embedded index into a new one what the log does not hold: organizations and
 * devices with their keys, which the log names, users, associations, and what people decided about
 * studies. One thread.
 */
public final class CarriedRows {
  private static final int BATCH = 500;

  /** In the order of their references. */
  private static final List<String> TABLES =
      List.of(
          "organization",
          "office",
          "called_ae_title",
          "device",
          "role",
          "role_permission",
          "user_account",
          "user_role",
          "user_office",
          "access_token",
          "second_factor",
          "recovery_code",
          "account_code",
          "registration",
          "outgoing_message",
          "form",
          "form_field",
          "organization_option",
          "category",
          "document",
          "user_word",
          "user_meta",
          "heartbeat",
          "association");

  private static final List<String> IDENTITIES =
      List.of(
          "organization.organization_key",
          "office.office_key",
          "device.device_key",
          "role.role_key",
          "user_account.user_key",
          "access_token.token_key",
          "outgoing_message.message_key",
          "form.form_key",
          "organization_option.option_key",
          "category.category_key",
          "document.document_key",
          "user_meta.meta_key");

  private static final String STUDIES =
      """
      SELECT s.report_state, s.hold_reason, s.held_at, s.study_instance_uid, s.organization_key
      FROM study s WHERE s.hold_reason IS NOT NULL OR s.report_state <> 'NONE'
      """;
  private static final String TO_STUDIES =
      """
      UPDATE study SET report_state = ?, hold_reason = ?, held_at = ?
      WHERE study_instance_uid = ? AND organization_key = ?
      """;
  private static final String MEDIA =
      """
      SELECT m.status, m.description, m.meta, m.deleted_at, m.category, s.study_instance_uid,
        s.organization_key
      FROM medium m JOIN study s ON s.study_key = m.study_key
      """;
  private static final String TO_MEDIA =
      """
      UPDATE medium SET status = ?, description = ?, meta = ?, deleted_at = ?, category = ?
      WHERE study_key IN (SELECT s.study_key FROM study s
        WHERE s.study_instance_uid = ? AND s.organization_key = ?)
      """;
  private static final String FILES =
      """
      SELECT m.status, m.description, m.meta, m.deleted_at, m.category, f.file_uid,
        f.organization_key
      FROM medium m JOIN medium_file f ON f.medium_key = m.medium_key
      """;
  private static final String TO_FILES =
      """
      UPDATE medium SET status = ?, description = ?, meta = ?, deleted_at = ?, category = ?
      WHERE medium_key IN (SELECT f.medium_key FROM medium_file f
        WHERE f.file_uid = ? AND f.organization_key = ?)
      """;
  private final Database from;
  private final Database to;

  public CarriedRows(Database from, Database to) {
    this.from = from;
    this.to = to;
  }

  /** Before the log is indexed: what its records belong to, and the number of the last event. */
  public void before() {
    from.inConnection(
        old ->
            to.inConnection(
                made -> {
                  for (String table : TABLES) {
                    copy(old, made, "SELECT * FROM " + table, null, table);
                  }
                  copy(
                      old,
                      made,
                      "SELECT last_number FROM event_counter WHERE counter_key = 1",
                      "UPDATE event_counter SET last_number = ? WHERE counter_key = 1",
                      null);
                  continueKeys(made);
                  return null;
                }));
  }

  /** After the log is indexed: what people decided about what came from it. */
  public void after() {
    from.inConnection(
        old ->
            to.inConnection(
                made -> {
                  copy(old, made, STUDIES, TO_STUDIES, null);
                  copy(old, made, MEDIA, TO_MEDIA, null);
                  copy(old, made, FILES, TO_FILES, null);
                  return null;
                }));
  }

  /** Every row of a query becomes the parameters of a statement, or of an insertion. */
  private static void copy(
      Connection old, Connection made, String query, String given, String table)
      throws SQLException {
    try (Statement select = old.createStatement();
        ResultSet rows = select.executeQuery(query)) {
      int columns = rows.getMetaData().getColumnCount();
      String sql = given == null ? insertion(table, rows.getMetaData()) : given;
      try (PreparedStatement statement = made.prepareStatement(sql)) {
        int waiting = 0;
        while (rows.next()) {
          for (int i = 1; i <= columns; i++) {
            statement.setObject(i, rows.getObject(i));
          }
          statement.addBatch();
          if (++waiting == BATCH) {
            statement.executeBatch();
            waiting = 0;
          }
        }
        statement.executeBatch();
      }
    }
  }

  private static String insertion(String table, ResultSetMetaData columns) throws SQLException {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      names.add(columns.getColumnName(i));
    }
    return "INSERT INTO %s (%s) VALUES (%s)"
        .formatted(
            table,
            String.join(", ", names),
            String.join(", ", Collections.nCopies(names.size(), "?")));
  }

  private static void continueKeys(Connection made) throws SQLException {
    try (Statement statement = made.createStatement()) {
      for (String identity : IDENTITIES) {
        String table = identity.substring(0, identity.indexOf('.'));
        String column = identity.substring(identity.indexOf('.') + 1);
        statement.execute(
            "ALTER TABLE %s ALTER COLUMN %s RESTART WITH %d"
                .formatted(table, column, next(made, table, column)));
      }
      statement.execute(
          "ALTER SEQUENCE association_key_seq RESTART WITH %d"
              .formatted(next(made, "association", "association_key")));
    }
  }

  private static long next(Connection made, String table, String column) throws SQLException {
    try (Statement statement = made.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT COALESCE(max(%s), 0) + 1 FROM %s".formatted(column, table))) {
      row.next();
      return row.getLong(1);
    }
  }
}
