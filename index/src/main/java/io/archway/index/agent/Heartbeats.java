package io.archway.index.agent;

import io.archway.index.database.BoundedText;
import io.archway.index.database.Database;
import io.archway.index.event.EventLog;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Keeps when each agent was last heard of. An agent that falls silent is an event, and one that
 * returns, each once however many gateways look. A heartbeat alone is not forced to disk: the next
 * one tells as much. Thread-safe.
 */
public final class Heartbeats {
  static final int MAX_VERSION = 100;
  private static final int MAX_ADDRESS = 64;
  private static final int BATCH = 100;

  private final Database database;

  public Heartbeats(Database database) {
    this.database = database;
  }

  /** An agent says that it is there. */
  public Heartbeat beat(
      long organizationKey, long userKey, String version, String address, Instant now) {
    boolean returned =
        database.inTransaction(
            handle -> {
              HeartbeatDao heartbeats = handle.attach(HeartbeatDao.class);
              String said = BoundedText.of(version, MAX_VERSION);
              String from = BoundedText.of(address, MAX_ADDRESS);
              if (heartbeats.insert(organizationKey, userKey, said, from, now) == 0) {
                heartbeats.update(userKey, said, from, now);
              }
              return heartbeats.find(userKey).orElseThrow().silent();
            });
    if (returned) {
      database.durablyInConnection(handle -> tellReturned(handle, organizationKey, userKey, now));
    }
    return database.read(handle -> handle.attach(HeartbeatDao.class).find(userKey).orElseThrow());
  }

  private static Void tellReturned(Handle handle, long organizationKey, long userKey, Instant now)
      throws SQLException {
    if (handle.attach(HeartbeatDao.class).returned(userKey) == 1) {
      tell(handle, EventType.AGENT_RETURNED, organizationKey, userKey, now);
    }
    return null;
  }

  /**
   * Tells of agents that have not been heard of for so long.
   *
   * @return how many
   */
  public int tellSilent(Duration after, Instant now) {
    Instant before = now.minus(after);
    List<Heartbeat> quiet =
        database.read(handle -> handle.attach(HeartbeatDao.class).quietSince(before, BATCH));
    int told = 0;
    for (Heartbeat heartbeat : quiet) {
      told += database.durablyInConnection(handle -> tellSilent(handle, heartbeat, before, now));
    }
    return told;
  }

  private static int tellSilent(Handle handle, Heartbeat heartbeat, Instant before, Instant now)
      throws SQLException {
    int told = handle.attach(HeartbeatDao.class).fellSilent(heartbeat.userKey(), before);
    if (told == 1) {
      tell(handle, EventType.AGENT_SILENT, heartbeat.organizationKey(), heartbeat.userKey(), now);
    }
    return told;
  }

  private static void tell(
      Handle handle, EventType type, long organizationKey, long userKey, Instant now)
      throws SQLException {
    NewEvent event =
        new NewEvent(
            organizationKey,
            type,
            null,
            null,
            null,
            null,
            null,
            "{\"user_id\":%d}".formatted(userKey));
    EventLog.append(handle.getConnection(), List.of(event), now);
  }
}
