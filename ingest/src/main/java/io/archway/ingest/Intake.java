package io.archway.ingest;

import io.archway.dicom.data.ParseLimits;
import io.archway.index.audit.Auditor;
import io.archway.index.database.Database;
import io.archway.index.database.IndexUnavailableException;
import io.archway.index.store.LogPosition;
import io.archway.index.store.LogRecord;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.Sender;
import io.archway.index.store.StoreError;
import io.archway.index.store.StoreException;
import io.archway.index.study.InstanceHeader;
import io.archway.ingest.catalog.Catalog;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way in: begins arrivals and owns what they share, the buffers, the workers and the
 * Committer.
 *
 * <p>Any thread. {@link #begin} never blocks.
 */
public final class Intake implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private static final int LINES_OF_FAILURE = 5;

  private final IngestSettings settings;
  private final ParseLimits parseLimits;
  private final ObjectStore store;
  private final Catalog catalog;
  private final InstantSource clock;
  private final ChunkPool chunks;
  private final ExecutorService workers;
  private final Committer committer;
  private final FreeSpaceWatch space;
  private final Set<Arrival> running = ConcurrentHashMap.newKeySet();
  private final LineLimit failures =
      new LineLimit(LINES_OF_FAILURE, Refusal.values().length * LINES_OF_FAILURE, System::nanoTime);
  private volatile boolean stopping;

  public Intake(
      IngestSettings settings, ParseLimits parseLimits, ObjectStore store, Catalog catalog) {
    this(settings, parseLimits, store, catalog, InstantSource.system());
  }

  /**
   * @param clock says when objects were received
   */
  public Intake(
      IngestSettings settings,
      ParseLimits parseLimits,
      ObjectStore store,
      Catalog catalog,
      InstantSource clock) {
    this.settings = settings;
    this.parseLimits = parseLimits;
    this.store = store;
    this.catalog = catalog;
    this.clock = clock;
    this.chunks = new ChunkPool(settings.chunkBytes(), settings.chunks());
    AtomicInteger number = new AtomicInteger();
    this.workers =
        Executors.newFixedThreadPool(
            settings.workerThreads(),
            task -> new Thread(task, "arrival-" + number.incrementAndGet()));
    this.committer = new Committer(this, catalog);
    this.space = new FreeSpaceWatch(store, settings.freeSpaceReserveBytes());
  }

  /** Indexes what the log holds beyond the index, then takes arrivals. */
  public void start() throws IOException {
    committer.start();
    space.start();
  }

  /**
   * Begins one object. A refusal is not an exception: what is written goes nowhere, and the verdict
   * tells why.
   *
   * @param onWritable called on any thread when {@link Arrival#write} can go on
   */
  public Arrival begin(ArrivalRequest request, Runnable onWritable) {
    Arrival arrival = new Arrival(this, request, onWritable, refusalNow());
    running.add(arrival);
    return arrival;
  }

  /** Why no object can be taken now, or null. Answers from memory, on event loops too. */
  public Verdict.Refused refusalNow() {
    return stopping ? new Verdict.Refused(Refusal.STOPPING) : space.refusal();
  }

  /**
   * Does something between two groups of arrivals, while nothing else is appended by them and the
   * index knows the whole log. Blocks the caller until it is done, and arrivals as long as it
   * takes.
   *
   * @throws IOException what the work throws, or why the index could not be brought up to date
   */
  public <T> T betweenGroups(Callable<T> work) throws IOException {
    try {
      return committer.submit(work).get();
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted; what was asked for is still done");
    }
  }

  /**
   * Indexes a record that the work of {@link #betweenGroups} has just appended. Where that fails
   * the log has it all the same, and it is indexed before the next arrival.
   *
   * @param by who sent it, for the audit
   */
  public void index(LogRecord.Stored record, LogPosition end, Auditor by) {
    new GroupIndexer(catalog).index(List.of(Rows.ofFile(record, by)), end);
  }

  /** The patient whose an object would be if it came now: {@link Catalog#patientOf}. */
  public OptionalLong patientOf(long organizationKey, Sender sender, InstanceHeader header) {
    return catalog.patientOf(organizationKey, sender, clock.instant(), header);
  }

  /**
   * Gives nothing to an organization any more that the work of {@link #betweenGroups} has just
   * deleted.
   */
  public void organizationDeleted(long organizationKey) {
    catalog.organizationDeleted(organizationKey);
  }

  private static IOException rethrown(Throwable cause) {
    if (cause instanceof IOException failure) {
      return failure;
    }
    if (cause instanceof RuntimeException failure) {
      throw failure;
    }
    throw new IllegalStateException(cause);
  }

  /**
   * Returns when the index shows every object that was answered before this call, at once where
   * nothing waits. Whoever is to see what was answered calls it before reading the index.
   *
   * @throws IndexUnavailableException when that takes longer than the limit, or the index is away
   */
  public void awaitIndexed() {
    committer.awaitIndexed();
  }

  /** Nothing new is begun any more. */
  boolean isStopping() {
    return stopping;
  }

  public ChunkPool chunks() {
    return chunks;
  }

  public int runningArrivals() {
    return running.size();
  }

  /** Refuses new arrivals, lets running ones end within the limit, then stops the workers. */
  @Override
  public void close() {
    stopping = true;
    space.close();
    awaitRunning();
    committer.close();
    workers.shutdown();
    try {
      if (!workers.awaitTermination(settings.stopTimeoutMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("{} arrivals did not end in time; nothing of them is kept", running.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitRunning() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(settings.stopTimeoutMillis());
    synchronized (running) {
      try {
        long left;
        while (!running.isEmpty() && (left = deadline - System.nanoTime()) > 0) {
          TimeUnit.NANOSECONDS.timedWait(running, left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  IngestSettings settings() {
    return settings;
  }

  InstantSource clock() {
    return clock;
  }

  ParseLimits parseLimits() {
    return parseLimits;
  }

  ObjectStore store() {
    return store;
  }

  ExecutorService workers() {
    return workers;
  }

  Committer committer() {
    return committer;
  }

  /** Somebody waits for a chunk: whoever holds most of them moves to a file. */
  void relieve() {
    running.stream()
        .max(Comparator.comparingInt(Arrival::bufferedChunks))
        .filter(arrival -> arrival.bufferedChunks() > 0)
        .ifPresent(Arrival::spill);
  }

  void ended(Arrival arrival) {
    running.remove(arrival);
    if (stopping) {
      synchronized (running) {
        running.notifyAll();
      }
    }
  }

  OptionalLong organizationOf(String calledAeTitle) {
    return catalog.organizationOf(calledAeTitle);
  }

  /** What a failure on the way in means to the sender, who is told so; it is logged here. */
  Verdict.Refused refusalOf(Throwable failure) {
    if (Database.isPassing(failure)) {
      return refused(Refusal.INDEX_UNAVAILABLE, failure, false);
    }
    if (failure instanceof StoreException store && store.error() == StoreError.OUT_OF_SPACE) {
      return refused(Refusal.OUT_OF_SPACE, failure, false);
    }
    return refused(
        failure instanceof IOException ? Refusal.STORE_FAILED : Refusal.FAILED, failure, true);
  }

  /** Whatever fails for one arrival soon fails for all that come. */
  private Verdict.Refused refused(Refusal refusal, Throwable failure, boolean unexpected) {
    LineLimit.Pass pass = failures.ask(refusal.name());
    if (pass.heldBefore() > 0) {
      LOG.warn("{} more failures in the minute before have no lines", pass.heldBefore());
    }
    if (pass.passes() && unexpected) {
      LOG.error("arrivals are refused: {}", refusal, failure);
    } else if (pass.passes()) {
      LOG.warn("arrivals are refused: {}: {}", refusal, failure.getMessage());
    }
    return new Verdict.Refused(refusal);
  }
}
