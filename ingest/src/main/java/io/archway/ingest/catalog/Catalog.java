package io.archway.ingest.catalog;

import io.archway.index.inbox.Quarantine;
import io.archway.index.store.LogPosition;
import io.archway.index.store.LogRecord;
import io.archway.index.store.Relocation;
import io.archway.index.store.Sender;
import io.archway.index.study.IndexedArrival;
import io.archway.index.study.InstanceHeader;
import io.archway.index.study.KnownInstance;
import io.archway.index.study.Outcome;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/**
 * Decides what arrivals are and writes what follows from it: patient, study, series, instance,
 * medium, inbox, events. Thread-safe; calls block on the database and belong on a bounded pool. A
 * call fails with {@link io.archway.index.database.IndexUnavailableException} when the index is
 * away.
 */
public interface Catalog {
  /**
   * The organization of a called AE title: of several organizations the one that has this title, of
   * one organization always that one. Empty: refuse.
   */
  OptionalLong organizationOf(String calledAeTitle);

  /** An organization was deleted: nothing that arrives is given to it from now on. */
  void organizationDeleted(long organizationKey);

  /** Whether {@link #organizationDeleted} was told of it. From memory. */
  boolean isDeleted(long organizationKey);

  /** All stored versions of these SOP Instance UIDs, in order of UID and version. */
  List<KnownInstance> known(long organizationKey, Collection<String> sopInstanceUids);

  /** Whether an object of this subject ({@link Quarantine}) is or was in quarantine. */
  boolean isQuarantined(long organizationKey, String subject);

  /**
   * The patient whose an object would be if it came now from this sender; empty where that is
   * nobody who is here, or its UIDs are not valid.
   */
  OptionalLong patientOf(long organizationKey, Sender sender, Instant now, InstanceHeader header);

  /**
   * Indexes a group in one transaction, in the order given, and moves the log position to {@code
   * end} with it. The objects are durable in the log. Outcomes are in the order of the group.
   * Repeating a group (a replay of the log) changes nothing and gives the same outcomes; a record
   * number that lies elsewhere now is moved. On failure nothing of the group is visible. Not
   * forced: on H2 a crash may lose it until the log is replayed.
   */
  List<Outcome> index(List<IndexedArrival> group, LogPosition end);

  /**
   * Tells the index that objects lie elsewhere now, durably before it returns.
   *
   * @return the record numbers that the index does not have (any more)
   */
  List<Long> relocate(List<Relocation.Moved> moved, LogPosition end);

  /** True when the index has this record at this very location. */
  boolean isAlive(LogRecord.Stored record);

  /** True when the index has this record, wherever it lies. */
  boolean isKnown(long recordNumber);

  /** Removes what tombstones name, in one transaction; what is not there is no error. */
  void forget(List<LogRecord.Tombstone> tombstones, LogPosition end);

  /** The position up to which the log is indexed; {@code LogPosition(0, 0)} in a new index. */
  LogPosition position();

  /**
   * {@link #position}, from where the caller replays the log. Until this was asked, nothing is
   * written to an index that lost some of what was: {@link
   * io.archway.index.database.IndexBehindException}.
   */
  LogPosition resume();

  /** Another number than before: what was indexed and not forced may be lost. */
  long setbacks();

  /** Calls {@code listener} after {@link #setbacks} grew, before anything is read again. */
  void onSetback(Runnable listener);
}
