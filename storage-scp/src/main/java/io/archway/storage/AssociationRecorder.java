package io.archway.storage;

import io.archway.dicom.net.Association;
import io.archway.dicom.net.AssociationListener;
import io.archway.dicom.net.AssociationSummary;
import io.archway.dicom.net.PresentationContext;
import io.archway.index.association.AssociationDao;
import io.archway.index.association.AssociationEnd;
import io.archway.index.association.AssociationStart;
import io.archway.index.association.AssociationState;
import io.archway.index.association.ProposedContext;
import io.archway.index.database.Database;
import io.archway.index.database.IndexUnavailableException;
import io.archway.index.database.KeySequence;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves a row of every association: who, what was proposed and accepted, what came, how it ended
 * and why.
 *
 * <p>Told on event loops, writes on a thread of its own, all that queued meanwhile in one
 * transaction. While the index is away rows wait; beyond a limit the oldest news are lost, and
 * counted in the log.
 */
public final class AssociationRecorder implements AssociationListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AssociationRecorder.class);
  private static final int MOST_WAITING = 20_000;
  private static final int SPARE_KEYS = 256;
  private static final Duration RETRY = Duration.ofMillis(500);

  private final Database database;
  private final String storeName;
  private final Function<String, OptionalLong> organizations;
  private final BlockingQueue<News> queue = new LinkedBlockingQueue<>(MOST_WAITING);
  private final ConcurrentLinkedQueue<Long> spareKeys = new ConcurrentLinkedQueue<>();
  private final Map<Long, Long> keysOfRunning = new ConcurrentHashMap<>();
  private final Thread thread = new Thread(this::run, "association-recorder");
  private volatile boolean stopping;

  /** Something to be written. */
  private sealed interface News {
    /** A running association; without a key while the spare ones had run out. */
    record Started(Association association, Long key, Instant at) implements News {}

    record Ended(AssociationSummary summary) implements News {}

    record Rejected(AssociationSummary summary) implements News {}

    /** Wakes the thread to stop. */
    record Stop() implements News {}
  }

  /**
   * @param storeName tells this gateway's rows from those of others that share the database
   * @param organizations the organization of a called AE title
   */
  public AssociationRecorder(
      Database database, String storeName, Function<String, OptionalLong> organizations) {
    this.database = database.forArrivals();
    this.storeName = storeName;
    this.organizations = organizations;
  }

  /** Ends the rows that a crash of this gateway left running, then records. */
  public void start() {
    database.inTransaction(
        handle -> handle.attach(AssociationDao.class).endAllOpen(storeName, Instant.now()));
    refillKeys();
    thread.start();
  }

  /** The row of a running association, or null where it has none yet. */
  public Long keyOf(long associationId) {
    return keysOfRunning.get(associationId);
  }

  @Override
  public void onEstablished(Association association) {
    Long key = spareKeys.poll();
    if (key != null) {
      keysOfRunning.put(association.id(), key);
    }
    offer(new News.Started(association, key, Instant.now()));
  }

  @Override
  public void onRejected(AssociationSummary summary) {
    offer(new News.Rejected(summary));
  }

  @Override
  public void onEnded(AssociationSummary summary) {
    offer(new News.Ended(summary));
  }

  private void offer(News news) {
    if (!queue.offer(news)) {
      LOG.warn("an association leaves no row: {} wait already", MOST_WAITING);
    }
  }

  /** Writes what waits, then ends the thread. */
  @Override
  public void close() {
    stopping = true;
    queue.offer(new News.Stop());
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<News> group = new ArrayList<>();
    try {
      while (!(stopping && queue.isEmpty())) {
        group.add(queue.take());
        queue.drainTo(group, 500);
        write(group);
        group.clear();
      }
    } catch (InterruptedException e) {
      LOG.error("the association recorder was interrupted; associations leave no rows");
    }
  }

  private void write(List<News> group) throws InterruptedException {
    while (true) {
      try {
        refillKeys();
        database.inTransaction(
            handle -> {
              for (News news : group) {
                write(handle, news);
              }
              return null;
            });
        forgetEnded(group);
        return;
      } catch (IndexUnavailableException e) {
        if (stopping) {
          LOG.warn("{} associations leave no row: {}", group.size(), e.getMessage());
          return;
        }
        synchronized (this) {
          wait(RETRY.toMillis());
        }
      } catch (RuntimeException e) {
        LOG.error("{} associations leave no row", group.size(), e);
        return;
      }
    }
  }

  private void forgetEnded(List<News> group) {
    for (News news : group) {
      if (news instanceof News.Ended ended) {
        keysOfRunning.remove(ended.summary().id());
      }
    }
  }

  private void refillKeys() {
    if (spareKeys.size() >= SPARE_KEYS / 2) {
      return;
    }
    database.inTransaction(
        handle -> {
          for (int i = spareKeys.size(); i < SPARE_KEYS; i++) {
            spareKeys.add(newKey(handle));
          }
          return null;
        });
  }

  private long newKey(Handle handle) {
    try {
      return database.keys().next(handle.getConnection(), KeySequence.ASSOCIATION);
    } catch (SQLException e) {
      throw new IllegalStateException("no key for an association", e);
    }
  }

  private void write(Handle handle, News news) {
    AssociationDao dao = handle.attach(AssociationDao.class);
    if (news instanceof News.Started started) {
      Long key = started.key() != null ? started.key() : (Long) newKey(handle);
      keysOfRunning.put(started.association().id(), key);
      dao.start(storeName, startOf(key, started));
    } else if (news instanceof News.Rejected rejected) {
      long key = newKey(handle);
      dao.start(storeName, startOf(key, rejected.summary()));
      dao.end(endOf(key, rejected.summary()));
    } else if (news instanceof News.Ended ended) {
      Long key = keysOfRunning.get(ended.summary().id());
      if (key != null) {
        dao.end(endOf(key, ended.summary()));
      }
    }
  }

  private AssociationStart startOf(long key, News.Started started) {
    Association association = started.association();
    return new AssociationStart(
        key,
        organization(association.calledAeTitle()),
        association.callingAeTitle(),
        association.calledAeTitle(),
        address(association.remoteAddress()),
        association.request().userInformation().implementationClassUid(),
        association.request().userInformation().implementationVersionName(),
        association.request().userInformation().maxPduLengthBytes(),
        contexts(association.presentationContexts()),
        started.at());
  }

  private AssociationStart startOf(long key, AssociationSummary summary) {
    return new AssociationStart(
        key,
        organization(summary.calledAeTitle() == null ? "" : summary.calledAeTitle()),
        summary.callingAeTitle(),
        summary.calledAeTitle(),
        address(summary.remoteAddress()),
        summary.implementationClassUid(),
        summary.implementationVersionName(),
        summary.peerMaxPduLengthBytes(),
        contexts(summary.presentationContexts()),
        summary.startedAt());
  }

  private static AssociationEnd endOf(long key, AssociationSummary summary) {
    long stored = 0;
    long failed = 0;
    for (AssociationSummary.OperationCount count : summary.operations()) {
      if (count.operation().equals("C-STORE")) {
        stored += count.status() == 0 ? count.count() : 0;
        failed += count.status() == 0 ? 0 : count.count();
      }
    }
    return new AssociationEnd(
        key,
        ending(summary.end()),
        reason(summary),
        stored,
        failed,
        summary.bytesReceived(),
        summary.endedAt());
  }

  private static String reason(AssociationSummary summary) {
    return summary.oddities().isEmpty()
        ? summary.text()
        : summary.text() + "; tolerated: " + String.join(", ", summary.oddities());
  }

  private static AssociationState ending(AssociationSummary.End end) {
    return switch (end) {
      case RELEASED -> AssociationState.RELEASED;
      case REJECTED -> AssociationState.REJECTED;
      case ABORTED_BY_PEER -> AssociationState.ABORTED_BY_PEER;
      case ABORTED_BY_US -> AssociationState.ABORTED;
      case TIMED_OUT -> AssociationState.TIMED_OUT;
      case CONNECTION_LOST -> AssociationState.LOST;
    };
  }

  private Long organization(String calledAeTitle) {
    OptionalLong key = organizations.apply(calledAeTitle);
    return key.isPresent() ? (Long) key.getAsLong() : null;
  }

  private static String address(InetSocketAddress peer) {
    return peer == null || peer.getAddress() == null ? "" : peer.getAddress().getHostAddress();
  }

  private static List<ProposedContext> contexts(List<PresentationContext> contexts) {
    return contexts.stream()
        .map(
            context ->
                new ProposedContext(
                    context.id(),
                    context.abstractSyntaxUid(),
                    context.proposedTransferSyntaxUids(),
                    context.result().code(),
                    context.transferSyntaxUid()))
        .toList();
  }
}
