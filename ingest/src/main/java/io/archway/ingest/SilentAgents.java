package io.archway.ingest;

import io.archway.index.agent.Heartbeats;
import io.archway.index.database.Database;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of agents that have not been heard of for a set time; each look reads only those of which
 * that was not told yet. One thread of its own.
 */
public final class SilentAgents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SilentAgents.class);
  private static final long MIN_INTERVAL_MILLIS = 100;
  private static final long MAX_INTERVAL_MILLIS = 60_000;

  private final Heartbeats heartbeats;
  private final Duration silentAfter;
  private final InstantSource clock;
  private final IntervalThread thread;

  public SilentAgents(Database database, Duration silentAfter, InstantSource clock) {
    this.heartbeats = new Heartbeats(database);
    this.silentAfter = silentAfter;
    this.clock = clock;
    long tenth = silentAfter.toMillis() / 10;
    long interval = Math.max(MIN_INTERVAL_MILLIS, Math.min(MAX_INTERVAL_MILLIS, tenth));
    this.thread = new IntervalThread("agents", interval, this::run);
  }

  /** Looks at once, then several times within the set time. */
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.close();
  }

  /**
   * @return false where what is being told takes longer
   */
  public boolean close(long timeoutMillis) {
    return thread.close(timeoutMillis);
  }

  private void run() {
    do {
      try {
        heartbeats.tellSilent(silentAfter, clock.instant());
      } catch (RuntimeException e) {
        LOG.warn("looking after agents goes on at the next look: {}", e.toString());
      }
    } while (thread.pause());
  }
}
