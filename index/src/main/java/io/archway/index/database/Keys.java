package io.archway.index.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Gives surrogate keys, rising, from blocks of database sequences; a rolled back transaction or a
 * restart leaves gaps. Thread-safe; several gateways share the sequences.
 */
public final class Keys {
  private final Block[] blocks =
      Arrays.stream(KeySequence.values()).map(Block::new).toArray(Block[]::new);

  Keys() {}

  public long next(Connection connection, KeySequence sequence) throws SQLException {
    return blocks[sequence.ordinal()].next(connection);
  }

  /** Blocks that the database may have lost, and would give again. */
  void forget() {
    for (Block block : blocks) {
      block.forget();
    }
  }

  private static final class Block {
    private final KeySequence sequence;
    private final String sql;
    private long next;
    private long end;

    Block(KeySequence sequence) {
      this.sequence = sequence;
      this.sql = "SELECT nextval('" + sequence.sequence() + "')";
    }

    synchronized void forget() {
      next = end;
    }

    synchronized long next(Connection connection) throws SQLException {
      if (next == end) {
        try (PreparedStatement statement = connection.prepareStatement(sql);
            ResultSet row = statement.executeQuery()) {
          row.next();
          next = row.getLong(1);
          end = next + sequence.block();
        }
      }
      return next++;
    }
  }
}
