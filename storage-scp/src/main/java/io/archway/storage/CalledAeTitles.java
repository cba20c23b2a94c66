package io.archway.storage;

import io.archway.index.database.Database;
import io.archway.index.database.IndexUnavailableException;
import io.archway.index.organization.OrganizationDao;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a called AE title leads to an organization: with one organization every title does.
 * Answers from memory, so that event loops may ask; looks into the index every few seconds and
 * keeps what it knew while that is away.
 */
public final class CalledAeTitles implements Predicate<String>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CalledAeTitles.class);
  private static final long REFRESH_MILLIS = 5_000;

  private final Database database;
  private final ScheduledExecutorService refresher =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "called-ae-titles"));
  private volatile Known known = new Known(false, Set.of());

  private record Known(boolean everyTitle, Set<String> titles) {}

  public CalledAeTitles(Database database) {
    this.database = database.forArrivals();
  }

  public void start() {
    known = load();
    refresher.scheduleWithFixedDelay(
        this::refresh, REFRESH_MILLIS, REFRESH_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public boolean test(String calledAeTitle) {
    Known now = known;
    return now.everyTitle() || now.titles().contains(calledAeTitle);
  }

  private void refresh() {
    try {
      known = load();
    } catch (IndexUnavailableException e) {
      LOG.debug("called AE titles are as they were: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("called AE titles are as they were", e);
    }
  }

  private Known load() {
    return database.read(
        handle -> {
          OrganizationDao organizations = handle.attach(OrganizationDao.class);
          return new Known(
              organizations.firstTwoKeys().size() == 1, Set.copyOf(organizations.calledAeTitles()));
        });
  }

  @Override
  public void close() {
    close(REFRESH_MILLIS);
  }

  /**
   * Does not interrupt a look into the index, which H2 would not survive.
   *
   * @return false where that takes longer
   */
  public boolean close(long timeoutMillis) {
    refresher.shutdown();
    try {
      return refresher.awaitTermination(timeoutMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
