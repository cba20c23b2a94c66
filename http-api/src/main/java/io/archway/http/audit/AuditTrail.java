package io.archway.http.audit;

import io.archway.http.kernel.AccessTrail;
import io.archway.index.audit.AuditEntry;
import io.archway.index.audit.AuditSealer;
import io.archway.index.audit.AuditWriter;
import io.archway.index.database.Database;
import io.archway.index.disk.Disk;
import io.archway.ingest.IntervalThread;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records reads before their answers, and seals what was recorded every second. Thread-safe. */
public final class AuditTrail implements AccessTrail, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
  private static final long INTERVAL_MILLIS = 1_000;

  private final AuditWriter writer;
  private final AuditSealer sealer;
  private final IntervalThread thread;
  private volatile boolean failing;

  private AuditTrail(Database database, AuditWriter writer) {
    this.writer = writer;
    this.sealer = new AuditSealer(database, writer);
    this.thread = new IntervalThread("audit sealer", INTERVAL_MILLIS, this::run);
  }

  /** With what a crash has left to be sealed. */
  public static AuditTrail open(Database database, Disk disk) {
    return new AuditTrail(database, AuditWriter.open(database, disk));
  }

  public void start() {
    writer.start();
    thread.start();
  }

  @Override
  public void record(AuditEntry entry, Consumer<Throwable> then) {
    writer.record(entry, then);
  }

  /** All that was told before is in the chain when this returns. */
  public void seal() {
    sealer.seal();
  }

  /** Also asked by whoever works long on the chain. */
  boolean isStopping() {
    return thread.isStopping();
  }

  private void run() {
    do {
      trySeal();
    } while (thread.pause());
  }

  /** One line for as long as it fails. */
  private void trySeal() {
    try {
      sealer.seal();
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        LOG.warn("the audit is sealed when this is over: {}", e.toString());
      }
      failing = true;
    }
  }

  /**
   * Seals what is left; what cannot be sealed is at the next start.
   *
   * @return false where that takes longer
   */
  public boolean close(long timeoutMillis) {
    if (!thread.close(timeoutMillis)) {
      return false;
    }
    writer.close();
    trySeal();
    return true;
  }

  @Override
  public void close() {
    thread.close();
    writer.close();
    trySeal();
  }
}
