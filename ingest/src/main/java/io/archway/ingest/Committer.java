package io.archway.ingest;

import io.archway.index.store.Appended;
import io.archway.index.store.Entry;
import io.archway.index.store.LogPosition;
import io.archway.index.study.IndexedArrival;
import io.archway.index.study.KnownInstance;
import io.archway.index.study.Outcome;
import io.archway.ingest.catalog.Catalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes finished arrivals durable, all that queued during the last commit at once: one append to
 * the log, one force, one index transaction, then the verdicts. It never lingers for more.
 *
 * <p>One thread of its own; {@link #submit} may be called from any. The queue holds at most the
 * running arrivals, whose number associations and requests bound.
 */
final class Committer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

  private final Intake intake;
  private final Catalog catalog;
  private final GroupIndexer indexer;
  private final Replayer replayer;
  private final LogThread log;
  private final CanonicalComparison comparison;
  private final Thread thread = new Thread(this::run, "committer");

  // Guarded by the queue.
  private final ArrayDeque<Arrival> queue = new ArrayDeque<>();
  private final ArrayDeque<FutureTask<?>> tasks = new ArrayDeque<>();
  private boolean stopping;

  /** Up to where the index knows the log; null while that is not certain. The thread's own. */
  private LogPosition indexed;

  Committer(Intake intake, Catalog catalog) {
    this.intake = intake;
    this.catalog = catalog;
    this.log = new LogThread(intake.store());
    this.indexer = new GroupIndexer(catalog);
    this.comparison = new CanonicalComparison(intake);
    this.replayer = new Replayer(intake.store(), catalog, intake.parseLimits());
  }

  /** Brings the index up to the log's end first: what a crash took from it comes back here. */
  void start() throws IOException {
    catchUp();
    thread.start();
  }

  void submit(Arrival arrival) {
    synchronized (queue) {
      queue.addLast(arrival);
      queue.notifyAll();
    }
  }

  /**
   * Has the committer's thread do something between two groups, when the index knows the whole log.
   * Whatever else than arrivals changes log and index together is done this way, and is short.
   */
  <T> FutureTask<T> submit(Callable<T> work) {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              catchUp();
              return work.call();
            });
    synchronized (queue) {
      if (stopping) {
        throw new IllegalStateException("the gateway is stopping");
      }
      tasks.addLast(task);
      queue.notifyAll();
    }
    return task;
  }

  /** Commits what is queued, then ends the thread. */
  @Override
  public void close() {
    synchronized (queue) {
      stopping = true;
      queue.notifyAll();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    log.close();
  }

  private void run() {
    try {
      while (awaitWork()) {
        FutureTask<?> task = nextTask();
        if (task != null) {
          task.run();
        }
        List<Arrival> group = nextGroup();
        if (!group.isEmpty()) {
          commit(group);
        }
      }
    } catch (InterruptedException e) {
      LOG.error("the committer was interrupted; nothing is taken until the next start");
    }
  }

  /** False when everything is done and nothing more will come. */
  private boolean awaitWork() throws InterruptedException {
    synchronized (queue) {
      while (queue.isEmpty() && tasks.isEmpty() && !stopping) {
        queue.wait();
      }
      return !(queue.isEmpty() && tasks.isEmpty());
    }
  }

  private FutureTask<?> nextTask() {
    synchronized (queue) {
      return tasks.pollFirst();
    }
  }

  private List<Arrival> nextGroup() {
    List<Arrival> group = new ArrayList<>();
    Set<String> uids = new HashSet<>();
    synchronized (queue) {
      // Two of one UID are judged one after the other: the second has to find the first in the
      // index.
      while (!queue.isEmpty()
          && group.size() < intake.settings().maxGroupObjects()
          && uids.add(queue.peekFirst().request().sopInstanceUid())) {
        group.add(queue.pollFirst());
      }
    }
    return group;
  }

  private void commit(List<Arrival> group) {
    List<Arrival> open = new ArrayList<>(group);
    try {
      catchUp();
      settleKnown(open);
      if (!open.isEmpty()) {
        appendAndIndex(open);
      }
    } catch (IOException | RuntimeException | Error e) {
      indexed = null;
      refuseAll(open, intake.refusalOf(e));
    }
  }

  private static void refuseAll(List<Arrival> arrivals, Verdict.Refused verdict) {
    arrivals.forEach(arrival -> arrival.end(verdict));
    arrivals.clear();
  }

  /**
   * Indexes records whose transaction failed, or whose commit nobody heard of, before any newer
   * one.
   */
  private void catchUp() throws IOException {
    if (indexed == null || !indexed.equals(intake.store().end())) {
      indexed = replayer.replay(catalog.position());
    }
  }

  /**
   * Ends those that need no byte of the log: duplicates, refused conflicts, unknown organizations.
   */
  private void settleKnown(List<Arrival> open) {
    Map<Long, List<Arrival>> byOrganization = new HashMap<>();
    for (Arrival arrival : List.copyOf(open)) {
      if (arrival.organizationKey() == null) {
        open.remove(arrival);
        arrival.end(new Verdict.Refused(Refusal.ORGANIZATION_UNKNOWN));
      } else if (!arrival.content().isQuarantined()) {
        byOrganization
            .computeIfAbsent(arrival.organizationKey(), key -> new ArrayList<>())
            .add(arrival);
      }
    }
    byOrganization.forEach((organization, arrivals) -> settleKnown(organization, arrivals, open));
  }

  private void settleKnown(long organizationKey, List<Arrival> arrivals, List<Arrival> open) {
    Map<String, List<KnownInstance>> known = new HashMap<>();
    List<String> uids =
        arrivals.stream().map(arrival -> arrival.request().sopInstanceUid()).toList();
    for (KnownInstance instance : catalog.known(organizationKey, uids)) {
      known.computeIfAbsent(instance.sopInstanceUid(), uid -> new ArrayList<>()).add(instance);
    }
    for (Arrival arrival : arrivals) {
      List<KnownInstance> versions = known.get(arrival.request().sopInstanceUid());
      if (versions != null && comparison.begin(arrival, versions)) {
        open.remove(arrival); // comes again
        continue;
      }
      Verdict verdict = versions == null ? null : againstKnown(arrival, versions);
      if (verdict != null) {
        open.remove(arrival);
        arrival.end(verdict);
      }
    }
  }

  /** The verdict on a resend, or null where it is to be kept beside what is known. */
  private Verdict againstKnown(Arrival arrival, List<KnownInstance> versions) {
    String transferSyntaxUid = arrival.request().transferSyntaxUid();
    String sha256 = arrival.content().sha256().hex();
    if (versions.stream()
        .anyMatch(
            one ->
                one.hasSameDataSet(transferSyntaxUid, sha256, null)
                    || arrival.comparisons().isSame(one))) {
      return new Verdict.Duplicate();
    }
    return intake.settings().keepConflicts() ? null : new Verdict.Refused(Refusal.CONFLICT);
  }

  private void appendAndIndex(List<Arrival> open) throws IOException {
    List<Entry> entries = new ArrayList<>(open.size());
    for (Arrival arrival : open) {
      entries.add(arrival.entry());
    }
    indexed = null;
    List<Outcome> outcomes = index(open, log.append(entries));
    List<Arrival> committed = List.copyOf(open);
    open.clear();
    for (int i = 0; i < outcomes.size(); i++) {
      committed.get(i).end(verdict(outcomes.get(i)));
    }
  }

  /** The rows are written while the disk forces the objects, and committed when it has. */
  private List<Outcome> index(List<Arrival> open, LogThread.Appending appending)
      throws IOException {
    try {
      Appended written = appending.awaitWritten();
      List<IndexedArrival> rows = new ArrayList<>(open.size());
      for (int i = 0; i < open.size(); i++) {
        rows.add(open.get(i).row(written.records().get(i)));
      }
      List<Outcome> outcomes = indexer.index(rows, written.end(), appending::awaitForced);
      indexed = written.end();
      return outcomes;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      appending.awaitEnd();
    }
  }

  private static Verdict verdict(Outcome outcome) {
    if (outcome == null) {
      return new Verdict.Refused(Refusal.FAILED);
    }
    return switch (outcome.kind()) {
      case STORED -> new Verdict.Stored();
      case DUPLICATE -> new Verdict.Duplicate();
      case CONFLICT -> new Verdict.Conflicting();
      case QUARANTINED -> new Verdict.Quarantined(outcome.reason().text());
      case REFUSED -> new Verdict.Refused(Refusal.FAILED, outcome.reason().text());
    };
  }
}
