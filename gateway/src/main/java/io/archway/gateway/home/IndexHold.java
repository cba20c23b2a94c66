package io.archway.gateway.home;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.Explanation;
import io.archway.index.database.Database;
import io.archway.index.database.Dialect;
import io.archway.index.database.IndexUnavailableException;
import io.archway.index.database.LogHeldException;
import io.archway.index.database.LogHold;
import io.archway.ingest.IntervalThread;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps other gateways' data folders from an index in PostgreSQL while this one is open: two logs
 * cannot have one position. The data folder is known by an id in a file of its own, which moves
 * with it and is part of no backup: a restored log goes on by itself. An embedded index lies in the
 * data folder, which one process holds.
 */
final class IndexHold implements AutoCloseable {
  /** Of the data folder's id, below it. */
  static final String FILE = "gateway.id";

  private static final long RENEW_MILLIS = LogHold.LEASE.toMillis() / 6;
  private static final Logger LOG = LoggerFactory.getLogger(IndexHold.class);

  /** Null where nobody else reaches the index. */
  private final LogHold hold;

  private final IntervalThread thread =
      new IntervalThread("index hold", RENEW_MILLIS, this::renewAll);

  private IndexHold(LogHold hold) {
    this.hold = hold;
  }

  static IndexHold take(Database database, Path home) {
    if (database.dialect() != Dialect.POSTGRESQL) {
      return new IndexHold(null);
    }
    try {
      LogHold.Home mine = new LogHold.Home(id(home), place(home));
      IndexHold held = new IndexHold(LogHold.take(database, ObjectIntake.STORE_NAME, mine));
      held.thread.start();
      return held;
    } catch (LogHeldException e) {
      throw new CommandFailure(ExitCode.IN_USE, e.getMessage() + hint(e, home), e);
    }
  }

  private static String hint(LogHeldException e, Path home) {
    return switch (e.reason()) {
      case ANOTHER ->
          "; if this data folder holds that one's log and takes its place, write %s into %s"
              .formatted(e.homeId(), home.resolve(FILE));
      case ELSEWHERE -> "";
    };
  }

  private static String id(Path home) {
    Path file = home.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        SealKey.write(file, UUID.randomUUID() + "\n");
      }
      String id = Files.readString(file).strip();
      if (!id.matches("[A-Za-z0-9-]{1,64}")) {
        throw new CommandFailure(
            ExitCode.FAILED, file + ": no id (expected: 1 to 64 letters, digits and hyphens)");
      }
      return id;
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, file + ": " + Explanation.text(e), e);
    }
  }

  private static String place(Path home) {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "unknown host";
    }
    return host + ":" + home.toAbsolutePath().normalize();
  }

  /** 0 where nobody else can take it. */
  long number() {
    return hold == null ? 0 : hold.number();
  }

  private void renewAll() {
    while (thread.pause()) {
      try {
        if (!hold.renew()) {
          LOG.error("another gateway has taken the index over; nothing is taken any more");
          return;
        }
      } catch (RuntimeException e) {
        if (!Database.isPassing(e)) {
          throw e;
        }
      }
    }
  }

  /** While the index is away the hold ends by itself. */
  @Override
  public void close() {
    if (hold == null) {
      return;
    }
    thread.close();
    try {
      hold.release();
    } catch (IndexUnavailableException e) {
      LOG.info("the index is away: another place may take it in {}", LogHold.LEASE);
    }
  }
}
