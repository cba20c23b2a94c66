package io.archway.index.audit;

import io.archway.index.audit.AuditJournal.Numbered;
import io.archway.index.database.BoundedText;
import io.archway.index.database.Database;
import io.archway.index.database.Statements;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what transactions and the journal have told into the chain: numbers the rows without gaps
 * and seals each with the one before it. Of several gateways one seals at a time, by the lock of
 * the chain's row. Thread-safe.
 */
public final class AuditSealer {
  /** Rows of one transaction, from each of the two. */
  static final int MOST_AT_ONCE = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(AuditSealer.class);

  private static final String PENDING =
      "SELECT pending_key, entry FROM audit_pending ORDER BY pending_key FETCH FIRST ? ROWS ONLY";
  private static final String DELETE = "DELETE FROM audit_pending WHERE pending_key = ?";

  private record Pending(long key, String text) {}

  /** Whether there was as much as is sealed at once. */
  private record Piece(int sealed, boolean isMore) {}

  private final Database database;
  private final AuditWriter writer;

  /** Keys of pending rows that are no entries of ours; told once. Guarded by this. */
  private final Set<Long> foreign = new HashSet<>();

  public AuditSealer(Database database, AuditWriter writer) {
    this.database = database;
    this.writer = writer;
  }

  /**
   * Seals all that was told before this call; what it took from the journal is durable then.
   *
   * @return rows that were sealed
   */
  public synchronized int seal() {
    int all = 0;
    Piece piece;
    do {
      piece = sealSome();
      all += piece.sealed;
    } while (piece.isMore);
    return all;
  }

  private Piece sealSome() {
    List<Numbered> journaled = writer.unsealed(MOST_AT_ONCE);
    if (journaled.isEmpty() && database.readInConnection(this::pending).isEmpty()) {
      // Without a commit, of which followers of events would be told every second.
      return new Piece(0, false);
    }
    long before = database.setbacks();
    Piece piece =
        database.inConnection(Database.ATTEMPTS, connection -> seal(connection, journaled));
    if (!journaled.isEmpty()) {
      database.force(before);
      forget(journaled.get(journaled.size() - 1).number());
    }
    return piece;
  }

  private void forget(long number) {
    try {
      writer.sealed(number);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Piece seal(Connection connection, List<Numbered> journaled) throws SQLException {
    List<Pending> pending = pending(connection);
    ChainState chain = ChainState.lock(connection);
    List<AuditEntry> entries = takeJournaled(connection, journaled);
    entries.addAll(takePending(connection, pending));
    entries.sort(Comparator.comparing(AuditEntry::occurredAt));
    append(connection, chain, entries);
    boolean isMore = journaled.size() == MOST_AT_ONCE || pending.size() == MOST_AT_ONCE;
    return new Piece(entries.size(), isMore);
  }

  /** The oldest but those that stay there. */
  private List<Pending> pending(Connection connection) throws SQLException {
    return Statements.query(
            connection,
            PENDING,
            binding -> binding.add(MOST_AT_ONCE + foreign.size()),
            row -> new Pending(row.getLong(1), row.getString(2)))
        .stream()
        .filter(one -> !foreign.contains(one.key))
        .limit(MOST_AT_ONCE)
        .toList();
  }

  /** A number may have come into the chain before, if it was not known to be durable there. */
  private List<AuditEntry> takeJournaled(Connection connection, List<Numbered> journaled)
      throws SQLException {
    List<AuditEntry> entries = new ArrayList<>();
    if (journaled.isEmpty()) {
      return entries;
    }
    long last = JournalRows.lastNumber(connection, writer.journalId());
    for (Numbered one : journaled) {
      if (one.number() > last) {
        takeJournaled(connection, one, entries);
        last = one.number();
      }
    }
    JournalRows.update(connection, writer.journalId(), last);
    return entries;
  }

  /** What a newer Archway wrote may be no entry of ours; it waits among the pending for one. */
  private static void takeJournaled(Connection connection, Numbered one, List<AuditEntry> entries)
      throws SQLException {
    AuditEntry entry;
    try {
      entry = AuditEntry.parse(one.text());
    } catch (RuntimeException e) {
      LOG.error("audit journal {}: no entry of ours; it goes to audit_pending", one.number());
      Audit.add(connection, BoundedText.of(one.text(), Audit.MAX_TEXT));
      return;
    }
    entries.add(entry);
  }

  /** Those that another gateway has taken meanwhile are gone. */
  private List<AuditEntry> takePending(Connection connection, List<Pending> pending)
      throws SQLException {
    List<Pending> readable = new ArrayList<>();
    List<AuditEntry> entries = new ArrayList<>();
    for (Pending one : pending) {
      try {
        entries.add(AuditEntry.parse(one.text));
        readable.add(one);
      } catch (RuntimeException e) {
        LOG.error("audit_pending {}: no entry of ours; it stays there", one.key);
        foreign.add(one.key);
      }
    }
    int[] deleted =
        Statements.batch(connection, DELETE, readable, (binding, one) -> binding.add(one.key));
    List<AuditEntry> taken = new ArrayList<>();
    for (int i = 0; i < deleted.length; i++) {
      if (deleted[i] > 0) {
        taken.add(entries.get(i));
      }
    }
    return taken;
  }

  private static void append(Connection connection, ChainState chain, List<AuditEntry> entries)
      throws SQLException {
    long position = chain.lastPosition();
    String seal = chain.lastSeal();
    List<SealedEntry> rows = new ArrayList<>(entries.size());
    for (AuditEntry entry : entries) {
      seal = ChainState.seal(seal, ++position, entry);
      rows.add(new SealedEntry(position, entry, seal));
    }
    AuditRows.insert(connection, rows);
    chain.endingWith(position, seal).write(connection);
  }
}
