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
  static final int MAX_UNSEALED = 50_000;

  private static final Logger LOG = LoggerFactory.getLogger(AuditWriter.class);

  private record Waiting(String text, Consumer<Throwable> then) {}

  private final String journalId;
  private final AuditJournal journal;
  private final Deque<Numbered> unsealed;
  private final Thread thread = new Thread(this::run, "audit");
  private List<Waiting> waiting = new ArrayList<>();
  private boolean closing;

  private AuditWriter(String journalId, AuditJournal.Opened opened) {
    this.journalId = journalId;
    this.journal = opened.journal();
    this.unsealed = new ArrayDeque<>(opened.left());
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
        if (waiting.size() == 1) {
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
    return unsealed.size() >= MAX_UNSEALED
        ? "entries not sealed: %d (expected: < %d)".formatted(unsealed.size(), MAX_UNSEALED)
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
      left = waiting;
      waiting = List.of();
    }
    for (Waiting one : left) {
      tell(one, new UnrecordedException("the audit has ended", null));
    }
  }

  /** All that waits; empty when nothing will come. */
  private synchronized List<Waiting> take() {
    try {
      while (waiting.isEmpty() && !closing) {
        wait();
      }
    } catch (InterruptedException e) {
      closing = true; // nobody of ours interrupts; what waits is written
    }
    List<Waiting> group = waiting;
    waiting = new ArrayList<>();
    return group;
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
    }
    for (Waiting one : group) {
      tell(one, failure);
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
        unsealed.removeFirst();
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
