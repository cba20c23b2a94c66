package io.archway.ingest;

import io.archway.index.inbox.Quarantine;
import io.archway.index.store.Appended;
import io.archway.index.store.Entry;
import io.archway.index.store.LogPosition;
import io.archway.index.store.LogRecord;
import io.archway.index.study.IndexedArrival;
import io.archway.index.study.KnownInstance;
import io.archway.ingest.catalog.Catalog;
import java.io.IOException;
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
 * Makes finished arrivals durable, all that queued during the last force at once: one append to the
 * log, one force, then the verdicts. The rows follow at once on the {@link IndexThread}. It never
 * lingers for more.
 *
 * <p>One thread of its own; {@link #submit} may be called from any. The queue holds at most the
 * running arrivals, whose number associations and requests bound.
 */
final class Committer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

  /** An arrival and what its sender is told once the log has it. */
  private record Accepted(Arrival arrival, Verdict verdict) {}

  private final Intake intake;
  private final Catalog catalog;
  private final IndexThread index;
  private final Replayer replayer;
  private final EarlyLookup lookup;
  private final CanonicalComparison comparison;
  private final Thread thread = new Thread(this::run, "committer");

  // Guarded by the queue.
  private final ArrayDeque<Arrival> queue = new ArrayDeque<>();
  private final ArrayDeque<FutureTask<?>> tasks = new ArrayDeque<>();
  private boolean stopping;

  /**
   * Up to where the log is in the index or on its way there; null while that is not certain. The
   * thread's own.
   */
  private LogPosition covered;

  Committer(Intake intake, Catalog catalog) {
    this.intake = intake;
    this.catalog = catalog;
    this.index = new IndexThread(new GroupIndexer(catalog));
    this.lookup = new EarlyLookup(catalog, index);
    this.comparison = new CanonicalComparison(intake);
    this.replayer = new Replayer(intake.store(), catalog, intake.parseLimits());
  }

  EarlyLookup lookup() {
    return lookup;
  }

  /** Brings the index up to the log's end first: what a crash took from it comes back here. */
  void start() throws IOException {
    catchUp();
    index.start();
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
              awaitIndexed();
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

  /** Returns when the index shows everything that was answered before this call. */
  void awaitIndexed() {
    index.await(intake.settings().indexTimeoutMillis());
  }

  /** Commits what is queued, then ends the threads. */
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
    index.close();
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
      index.awaitRoom();
      catchUp();
      List<Accepted> accepted = judge(open);
      if (!accepted.isEmpty()) {
        append(accepted, open);
      }
    } catch (IOException | RuntimeException | Error e) {
      covered = null;
      refuseAll(open, intake.refusalOf(e));
    }
  }

  private static void refuseAll(List<Arrival> arrivals, Verdict.Refused verdict) {
    arrivals.forEach(arrival -> arrival.end(verdict));
    arrivals.clear();
  }

  /** Indexes what others appended, or an append of which nobody heard, before anything newer. */
  private void catchUp() throws IOException {
    if (covered == null || !covered.equals(intake.store().end())) {
      awaitIndexed();
      covered = replayer.replay(catalog.position());
    }
  }

  /**
   * Ends those that need no byte of the log: duplicates, refused conflicts, unknown organizations.
   *
   * @param open loses those that ended, and those that come again
   */
  private List<Accepted> judge(List<Arrival> open) {
    Map<Long, List<Arrival>> byOrganization = new HashMap<>();
    for (Arrival arrival : List.copyOf(open)) {
      if (arrival.organizationKey() == null) {
        open.remove(arrival);
        arrival.end(new Verdict.Refused(Refusal.ORGANIZATION_UNKNOWN));
      } else {
        byOrganization
            .computeIfAbsent(arrival.organizationKey(), key -> new ArrayList<>())
            .add(arrival);
      }
    }
    List<Accepted> accepted = new ArrayList<>(open.size());
    byOrganization.forEach(
        (organization, arrivals) -> {
          Map<String, List<KnownInstance>> known = known(organization, arrivals);
          for (Arrival arrival : arrivals) {
            judge(arrival, known.get(arrival.request().sopInstanceUid()), open, accepted);
          }
        });
    return accepted;
  }

  private Map<String, List<KnownInstance>> known(long organizationKey, List<Arrival> arrivals) {
    List<String> uids =
        arrivals.stream()
            .filter(arrival -> !lookup.isNew(arrival.claim(), arrival.request().sopInstanceUid()))
            .map(arrival -> arrival.request().sopInstanceUid())
            .toList();
    if (index.holdsAny(uids)) {
      awaitIndexed();
    }
    Map<String, List<KnownInstance>> known = new HashMap<>();
    for (KnownInstance instance : catalog.known(organizationKey, uids)) {
      known.computeIfAbsent(instance.sopInstanceUid(), uid -> new ArrayList<>()).add(instance);
    }
    return known;
  }

  private void judge(
      Arrival arrival, List<KnownInstance> versions, List<Arrival> open, List<Accepted> accepted) {
    if (arrival.content().isQuarantined()) {
      judgeQuarantined(arrival, open, accepted);
    } else if (versions == null) {
      accepted.add(new Accepted(arrival, new Verdict.Stored()));
    } else if (comparison.begin(arrival, versions)) {
      open.remove(arrival); // comes again
    } else {
      Verdict verdict = againstKnown(arrival, versions);
      if (verdict instanceof Verdict.Conflicting) {
        accepted.add(new Accepted(arrival, verdict));
      } else {
        open.remove(arrival);
        arrival.end(verdict);
      }
    }
  }

  private void judgeQuarantined(Arrival arrival, List<Arrival> open, List<Accepted> accepted) {
    String subject = Quarantine.subject(arrival.request().sopInstanceUid(), arrival.sha256().hex());
    if (catalog.isQuarantined(arrival.organizationKey(), subject)) {
      open.remove(arrival);
      arrival.end(new Verdict.Duplicate());
    } else {
      accepted.add(
          new Accepted(arrival, new Verdict.Quarantined(arrival.content().head().problem())));
    }
  }

  /** The verdict on a resend; where it is a conflict, it is to be kept beside what is known. */
  private Verdict againstKnown(Arrival arrival, List<KnownInstance> versions) {
    String transferSyntaxUid = arrival.request().transferSyntaxUid();
    String sha256 = arrival.sha256().hex();
    if (versions.stream()
        .anyMatch(
            one ->
                one.hasSameDataSet(transferSyntaxUid, sha256, null)
                    || arrival.comparisons().isSame(one))) {
      return new Verdict.Duplicate();
    }
    return intake.settings().keepConflicts()
        ? new Verdict.Conflicting()
        : new Verdict.Refused(Refusal.CONFLICT);
  }

  private void append(List<Accepted> accepted, List<Arrival> open) throws IOException {
    List<Entry> entries = new ArrayList<>(accepted.size());
    for (Accepted each : accepted) {
      entries.add(each.arrival().entry());
    }
    covered = null;
    Appended appended = intake.store().append(entries);
    index.add(rows(accepted, appended), appended.end());
    covered = appended.end();
    open.clear();
    for (Accepted each : accepted) {
      each.arrival().end(each.verdict());
    }
  }

  /** Waits for digests that were made meanwhile, or makes them. */
  private List<IndexedArrival> rows(List<Accepted> accepted, Appended appended) {
    List<IndexedArrival> rows = new ArrayList<>(accepted.size());
    List<LogRecord.Stored> completed = new ArrayList<>();
    for (int i = 0; i < accepted.size(); i++) {
      Arrival arrival = accepted.get(i).arrival();
      LogRecord.Stored record = (LogRecord.Stored) appended.records().get(i);
      if (record.head().sha256() == null) {
        record = record.withSha256(arrival.sha256());
        completed.add(record);
      }
      rows.add(arrival.row(record));
    }
    intake.store().complete(completed);
    return rows;
  }
}
