package io.archway.index.audit;

import io.archway.index.audit.AuditJournal.Numbered;
import io.archway.index.database.Database;
import io.archway.index.disk.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes reads and refusals durable before they are answered: one thread appends all that waits to
 * the journal and forces it once, while the next gather. Whoever waits holds no thread. Both what
 * waits and what is not sealed yet are bounded; beyond, nothing is recorded and so nothing shown.
 * Thread-safe.
 */
public final class AuditWriter implements AutoCloseable {
  static final int MAX_WAITING = 10_000;

  /** Of what waits and what is not sealed yet: some 50,000 entries, or 5,000 of long lists. */
  static final long MAX_HELD_BYTES = 16L << 20;

  /** How long a group waits to become as large as the one before it. */
  private static final long GATHER_MILLIS = 1;

  private static final int MAX_GROUP_BYTES = 1 << 20;
  private static final int BYTES_BESIDES_TEXT = 200;

  private static final Logger LOG = LoggerFactory.getLogger(AuditWriter.class);

  private record Waiting(String text, Consumer<Throwable> then) {}

  private final String journalId;
  private final AuditJournal journal;
  private final Deque<Numbered> unsealed;
  private final Thread thread = new Thread(this::run, "audit");
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long heldBytes;
  private int expected = 1;
  private boolean closing;

  private AuditWriter(String journalId, AuditJournal.Opened opened) {
    this.journalId = journalId;
    this.journal = opened.journal();
    this.unsealed = new ArrayDeque<>(opened.left());
    this.heldBytes = opened.left().stream().mapToLong(one -> bytes(one.text())).sum();
  }

  /** With what a crash has left of the journal. */
  public static AuditWriter open(Database database, Disk disk) {
    try {
      String journalId = AuditJournal.id(disk);
      long sealed = database.inConnection(c -> JournalRows.lastNumber(c, journalId));
      return new AuditWriter(journalId, AuditJournal.open(disk, sealed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int bytes(String text) {
    return BYTES_BESIDES_TEXT + text.length();
  }

  public void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Returns at once. {@code then} runs once, on any thread: with null when the entry survives a
   * power cut, or with why it does not.
   */
  public void record(AuditEntry entry, Consumer<Throwable> then) {
    String text = entry.text();
    String refusal;
    synchronized (this) {
      refusal = refusal();
      if (refusal == null) {
        waiting.add(new Waiting(text, then));
        heldBytes += bytes(text);
        if (waiting.size() == expected) {
          notifyAll();
        }
      }
    }
    if (refusal != null) {
      then.accept(new UnrecordedException(refusal, null));
    }
  }

  private String refusal() {
    if (closing) {
      return "the audit is closed";
    }
    if (waiting.size() >= MAX_WAITING) {
      return "entries that wait: %d (expected: < %d)".formatted(waiting.size(), MAX_WAITING);
    }
    return heldBytes >= MAX_HELD_BYTES
        ? "bytes not sealed: %d (expected: < %d)".formatted(heldBytes, MAX_HELD_BYTES)
        : null;
  }

  private void run() {
    try {
      for (List<Waiting> group = take(); !group.isEmpty(); group = take()) {
        write(group);
      }
    } finally {
      refuseWaiting();
    }
  }

  /** Nobody takes what waits any more; after an orderly end nothing does. */
  private void refuseWaiting() {
    List<Waiting> left;
    synchronized (this) {
      closing = true;
      left = List.copyOf(waiting);
      waiting.clear();
    }
    for (Waiting one : left) {
      tell(one, new UnrecordedException("the audit has ended", null));
    }
  }

  /** What waits, as much as is written at once; empty when nothing will come. */
  private synchronized List<Waiting> take() {
    try {
      gather();
    } catch (InterruptedException e) {
      closing = true; // nobody of ours interrupts; what waits is written
    }
    List<Waiting> group = new ArrayList<>(waiting.size());
    long bytes = 0;
    while (!waiting.isEmpty() && bytes < MAX_GROUP_BYTES) {
      bytes += bytes(waiting.peekFirst().text);
      group.add(waiting.removeFirst());
    }
    expected = Math.max(1, group.size());
    return group;
  }

  /**
   * Those who were answered together ask again about together, and one force for all costs what one
   * for each would. Whoever is alone never waits.
   */
  private void gather() throws InterruptedException {
    if (waiting.size() < expected && expected > 1 && !closing) {
      wait(GATHER_MILLIS);
    }
    while (waiting.isEmpty() && !closing) {
      expected = 1;
      wait();
    }
  }

  private void write(List<Waiting> group) {
    UnrecordedException failure = null;
    try {
      synchronized (journal) {
        List<Numbered> appended = journal.append(group.stream().map(Waiting::text).toList());
        synchronized (this) {
          unsealed.addAll(appended);
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      // Of an Error, such as one of memory, too: who waits here holds a connection, and waits on.
      failure = new UnrecordedException("the audit's journal cannot be written", e);
      drop(group);
    }
    for (Waiting one : group) {
      tell(one, failure);
    }
  }

  private synchronized void drop(List<Waiting> group) {
    for (Waiting one : group) {
      heldBytes -= bytes(one.text);
    }
  }

  private static void tell(Waiting one, UnrecordedException failure) {
    try {
      one.then.accept(failure);
    } catch (RuntimeException | Error e) {
      LOG.error("an answer could not be given on: {}", e.toString());
    }
  }

  String journalId() {
    return journalId;
  }

  /** The oldest that are not in the chain. */
  synchronized List<Numbered> unsealed(int most) {
    return unsealed.stream().limit(most).toList();
  }

  /** All up to this number is in the chain, durably. */
  void sealed(long number) throws IOException {
    synchronized (this) {
      while (!unsealed.isEmpty() && unsealed.peekFirst().number() <= number) {
        heldBytes -= bytes(unsealed.removeFirst().text());
      }
    }
    synchronized (journal) {
      journal.discard(number);
    }
  }

  /** What waits is written before this returns. */
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    try {
      if (thread.isAlive()) {
        thread.join();
      }
      journal.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
