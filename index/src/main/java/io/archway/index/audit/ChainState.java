package io.archway.index.audit;

import io.archway.index.database.Statements;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;

/**
 * Where the chain begins and ends. The anchor is the last row that is kept no longer: its seal is
 * what the first row that is kept goes on from.
 */
public record ChainState(
    long anchorPosition, String anchorSeal, long lastPosition, String lastSeal) {
  private static final String SELECT =
      """
      SELECT anchor_position, anchor_seal, last_position, last_seal FROM audit_chain
      WHERE chain_key = 1
      """;
  private static final String UPDATE =
      """
      UPDATE audit_chain SET anchor_position = ?, anchor_seal = ?, last_position = ?, last_seal = ?
      WHERE chain_key = 1
      """;

  /** Null where somebody took the row away. */
  static ChainState read(Connection connection) throws SQLException {
    return read(connection, SELECT);
  }

  /** Nobody else seals before the end of this transaction. */
  static ChainState lock(Connection connection) throws SQLException {
    ChainState state = read(connection, SELECT + " FOR UPDATE");
    if (state == null) {
      throw new IllegalStateException("audit_chain: no row (expected: 1)");
    }
    return state;
  }

  private static ChainState read(Connection connection, String sql) throws SQLException {
    return Statements.query(
            connection,
            sql,
            binding -> {},
            row ->
                new ChainState(row.getLong(1), row.getString(2), row.getLong(3), row.getString(4)))
        .stream()
        .findFirst()
        .orElse(null);
  }

  void write(Connection connection) throws SQLException {
    Statements.update(
        connection,
        UPDATE,
        binding -> binding.add(anchorPosition).add(anchorSeal).add(lastPosition).add(lastSeal));
  }

  ChainState endingWith(long position, String seal) {
    return new ChainState(anchorPosition, anchorSeal, position, seal);
  }

  ChainState anchoredAt(long position, String seal) {
    return new ChainState(position, seal, lastPosition, lastSeal);
  }

  /** The seal of a row: SHA-256 of the seal before it, its position and its text. */
  static String seal(String before, long position, AuditEntry entry) {
    String sealed = before + "\n" + position + "\n" + entry.text();
    return HexFormat.of().formatHex(sha256().digest(sealed.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
