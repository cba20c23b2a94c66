package io.archway.ingest.catalog;

import io.archway.index.database.Database;
import io.archway.index.database.LogPositions;
import io.archway.index.event.EventLog;
import io.archway.index.event.NewEvent;
import io.archway.index.inbox.InboxRows;
import io.archway.index.store.LogPosition;
import io.archway.index.store.LogRecord;
import io.archway.index.store.ObjectLocation;
import io.archway.index.store.Relocation;
import io.archway.index.store.Sender;
import io.archway.index.study.ArrivedObject;
import io.archway.index.study.Deletion;
import io.archway.index.study.IndexedArrival;
import io.archway.index.study.InstanceHeader;
import io.archway.index.study.InstanceRows;
import io.archway.index.study.KnownInstance;
import io.archway.index.study.Outcome;
import io.archway.index.study.RecordRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

/** The catalog in the index's database. Thread-safe. */
public final class IndexCatalog implements Catalog {
  /** An object that is not stored. */
  private static final ArrivedObject NOWHERE =
      new ArrivedObject(0, new ObjectLocation("", 0, 0), 0, "", null, 0);

  private final Database database;
  private final CatalogSettings settings;
  private final Routes routes;

  /** Up to where this process has indexed the log: the index must never know less. */
  private final AtomicReference<LogPosition> known = new AtomicReference<>(LogPosition.START);

  public IndexCatalog(Database database, CatalogSettings settings) {
    this.database = database;
    this.settings = settings;
    this.routes = new Routes(database);
  }

  @Override
  public OptionalLong organizationOf(String calledAeTitle) {
    return routes.organizationOf(calledAeTitle.strip());
  }

  @Override
  public void organizationDeleted(long organizationKey) {
    routes.organizationDeleted(organizationKey);
  }

  @Override
  public boolean isDeleted(long organizationKey) {
    return routes.isDeleted(organizationKey);
  }

  @Override
  public List<KnownInstance> known(long organizationKey, Collection<String> sopInstanceUids) {
    List<String> uids = sopInstanceUids.stream().distinct().sorted().toList();
    return uids.isEmpty()
        ? List.of()
        : database.readInConnection(
            connection -> InstanceRows.find(connection, organizationKey, uids));
  }

  @Override
  public boolean isQuarantined(long organizationKey, String subject) {
    return database.readInConnection(
        connection -> InboxRows.isQuarantined(connection, organizationKey, subject));
  }

  @Override
  public List<Outcome> index(List<IndexedArrival> group, LogPosition end) {
    long before = database.setbacks();
    List<Optional<Route>> routesOfGroup = new ArrayList<>(group.size());
    group.forEach(arrival -> routesOfGroup.add(routes.of(arrival)));
    List<Outcome> outcomes =
        database.inConnection(
            Database.ATTEMPTS,
            connection -> {
              database.refuseAfterSetback(before); // the senders' rows were not forced
              return write(connection, group, routesOfGroup, end);
            });
    knows(end);
    return outcomes;
  }

  @Override
  public OptionalLong patientOf(
      long organizationKey, Sender sender, Instant now, InstanceHeader header) {
    IndexedArrival arrival =
        new IndexedArrival(
            organizationKey,
            sender,
            null,
            now,
            NOWHERE,
            header.instance().sopClassUid(),
            header.instance().sopInstanceUid(),
            header.instance().transferSyntaxUid(),
            header,
            null);
    Optional<Route> route = routes.of(arrival);
    return route.isEmpty()
        ? OptionalLong.empty()
        : database.readInConnection(
            connection ->
                new GroupWriter(connection, database.keys(), settings).owner(arrival, route.get()));
  }

  private List<Outcome> write(
      Connection connection,
      List<IndexedArrival> group,
      List<Optional<Route>> routesOfGroup,
      LogPosition end)
      throws SQLException {
    GroupWriter writer = new GroupWriter(connection, database.keys(), settings);
    List<Outcome> outcomes = writer.write(group, routesOfGroup);
    LogPositions.advance(connection, settings.storeName(), end, known.get());
    EventLog.append(connection, writer.events(), writer.time());
    return outcomes;
  }

  @Override
  public List<Long> relocate(List<Relocation.Moved> moved, LogPosition end) {
    long before = database.setbacks();
    List<Long> missing =
        database.inConnection(
            Database.ATTEMPTS,
            connection -> {
              database.refuseAfterSetback(before);
              return relocate(connection, moved, end);
            });
    knows(end);
    database.force(before);
    return missing;
  }

  private List<Long> relocate(Connection connection, List<Relocation.Moved> moved, LogPosition end)
      throws SQLException {
    List<Long> missing = RecordRows.move(connection, moved);
    LogPositions.advance(connection, settings.storeName(), end, known.get());
    return missing;
  }

  @Override
  public boolean isAlive(LogRecord.Stored record) {
    return database.readInConnection(
        connection -> RecordRows.liesAt(connection, record.recordNumber(), record.location()));
  }

  @Override
  public boolean isKnown(long recordNumber) {
    return database.readInConnection(
        connection -> !RecordRows.find(connection, List.of(recordNumber)).isEmpty());
  }

  @Override
  public void forget(List<LogRecord.Tombstone> tombstones, LogPosition end) {
    List<Long> records =
        tombstones.stream().map(LogRecord.Tombstone::targetRecordNumber).distinct().toList();
    Instant now =
        tombstones.stream()
            .map(LogRecord.Tombstone::deletedAt)
            .max(Instant::compareTo)
            .orElse(Instant.EPOCH);
    long before = database.setbacks();
    database.inConnection(
        Database.ATTEMPTS,
        connection -> {
          database.refuseAfterSetback(before);
          List<NewEvent> events = Deletion.delete(connection, records);
          LogPositions.advance(connection, settings.storeName(), end, known.get());
          EventLog.append(connection, events, now);
          return null;
        });
    knows(end);
  }

  private void knows(LogPosition end) {
    known.accumulateAndGet(end, (one, other) -> one.compareTo(other) > 0 ? one : other);
  }

  @Override
  public LogPosition position() {
    return database.readInConnection(
        connection -> LogPositions.find(connection, settings.storeName()));
  }

  @Override
  public LogPosition resume() {
    LogPosition found = position();
    if (known.getAndSet(found).compareTo(found) > 0) {
      routes.forget();
    }
    return found;
  }

  @Override
  public long setbacks() {
    return database.setbacks();
  }

  @Override
  public void onSetback(Runnable listener) {
    database.onSetback(listener);
  }
}
