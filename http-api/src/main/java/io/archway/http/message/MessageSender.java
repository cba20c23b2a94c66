package io.archway.http.message;

import io.archway.index.account.AccountCodeDao;
import io.archway.index.account.RegistrationDao;
import io.archway.index.account.SecondFactorDao;
import io.archway.index.database.Database;
import io.archway.index.message.MessageDao;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends what is in the outbox, one thread for each way out, and forgets in time what was in it and
 * which codes there were: that also where no way out is set up. Threads are never interrupted,
 * since they may be inside the database.
 */
public final class MessageSender implements AutoCloseable {

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration SWEEP = Duration.ofSeconds(15);
  private static final long CLOSE_MILLIS = 20_000;

  private final Database database;
  private final Duration keep;
  private final InstantSource clock;
  private final List<RepeatingThread> threads = new ArrayList<>();

  /**
   * @param maxAttempts of one message
   * @param keep how long it is known what became of a message
   */
  public record Rules(int maxAttempts, Duration keep) {}

  public MessageSender(
      Database database,
      List<Carrier> carriers,
      MessageTexts texts,
      Rules rules,
      InstantSource clock) {
    this.database = database;
    this.keep = rules.keep();
    this.clock = clock;
    threads.add(new RepeatingThread("forget codes", SWEEP, stopping -> sweep()));
    for (Carrier carrier : carriers) {
      Delivery delivery = new Delivery(database, carrier, texts, rules.maxAttempts(), clock);
      threads.add(new RepeatingThread("send messages", LOOK, delivery::pass));
    }
  }

  public void start() {
    threads.forEach(RepeatingThread::start);
  }

  /** What is worth nothing any more, and what is old. */
  void sweep() {
    Instant now = clock.instant();
    database.inTransaction(handle -> handle.attach(MessageDao.class).expire(now));
    database.inTransaction(handle -> handle.attach(MessageDao.class).deleteEnded(now.minus(keep)));
    database.inTransaction(handle -> handle.attach(AccountCodeDao.class).deleteExpired(now));
    database.inTransaction(handle -> handle.attach(RegistrationDao.class).deleteExpired(now));
    database.inTransaction(handle -> handle.attach(SecondFactorDao.class).deleteExpiredCodes(now));
  }

  @Override
  public void close() {
    close(CLOSE_MILLIS);
  }

  /**
   * @return false where a message that is under way takes longer
   */
  public boolean close(long timeoutMillis) {
    threads.forEach(RepeatingThread::stop);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    boolean ended = true;
    for (RepeatingThread thread : threads) {
      ended &= thread.join(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
    }
    return ended;
  }
}
