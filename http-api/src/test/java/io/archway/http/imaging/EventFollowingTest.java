package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archway.index.database.Database;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.TestDatabase;
import io.archway.index.event.Event;
import io.archway.index.event.EventDao;
import io.archway.index.event.EventLog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Followers over HTTP of one gateway, and writers of it and of another on the same PostgreSQL: what
 * each follower reads, over all its connections, is what the table holds in the end.
 */
class EventFollowingTest {

  private static final long SEED = 20260301L;
  private static final int WRITERS = 4;
  private static final int TRANSACTIONS = 60;
  private static final int FOLLOWERS = 6;
  private static final int MOST_EVENTS = 5;
  private static final int TIMEOUT_SECONDS = 120;

  /** Marks the last event of an organization. */
  private static final long LAST_MEDIUM = -1;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ReadWriteLock restarting = new ReentrantReadWriteLock();
  private final AtomicLong media = new AtomicLong();
  private DatabaseSettings settings;
  private EventServer gateway;
  private Database otherGateway;

  /** What is compared: the number, and what was written under it. */
  private record Seen(long number, long mediumKey) {}

  @BeforeEach
  void open() {
    settings = TestDatabase.POSTGRESQL.settings();
    gateway = new EventServer(settings);
    otherGateway = Database.open(settings);
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    otherGateway.close();
    gateway.close();
  }

  @Test
  void aWriterThatStallsBeforeItsCommitHidesNothing() throws Exception {
    String token = gateway.token("admin");
    Stall stall = new Stall();
    CompletableFuture<Void> stalled = run(() -> stall.append(gateway.organizationKey));
    stall.awaitCounted();
    List<CompletableFuture<Void>> others = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      others.add(run(() -> EventServer.append(otherGateway, gateway.organizationKey, 10)));
    }
    await().until(() -> waitingForLocks() == 3);
    try (EventClient client = gateway.follow(token, 0L)) {
      client.nextBlock();
      for (int i = 0; i < 3; i++) {
        assertThat(client.nextBlock()).as("only heartbeats").isEqualTo(":");
      }
      stall.commit();
      for (long number = 1; number <= 5; number++) {
        EventClient.Received event = client.next();
        assertThat(event.id()).isEqualTo(number);
        assertThat(event.data().get("media_id").longValue()).isEqualTo(number <= 2 ? number : 10);
      }
    }
    stalled.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    others.forEach(CompletableFuture::join);
  }

  @Test
  void eventsOfAnotherGatewayAreSeenToo() throws Exception {
    try (EventClient client = gateway.follow(gateway.token("admin"), null)) {
      client.nextBlock();
      for (long number = 1; number <= 5; number++) { // each while the follower has all before it
        EventServer.append(otherGateway, gateway.organizationKey, number);
        assertThat(client.next().id()).isEqualTo(number);
      }
    }
  }

  @Test
  void followersWhoComeAndGoMissNothingAndSeeNothingTwice() throws Exception {
    String admin = gateway.token("admin");
    String stranger = gateway.token("stranger");
    Stall stall = new Stall();
    List<CompletableFuture<List<Seen>>> followers = new ArrayList<>();
    for (int i = 0; i < FOLLOWERS; i++) {
      Random random = new Random(SEED + i);
      String token = i % 2 == 0 ? admin : stranger;
      followers.add(CompletableFuture.supplyAsync(() -> followToTheEnd(token, random), threads));
    }
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      Random random = new Random(SEED - 1 - i);
      boolean stalls = i == 0;
      writers.add(run(() -> write(random, stalls ? stall : null)));
    }
    stall.awaitCounted();
    restartGateway();
    await().atMost(Duration.ofSeconds(TIMEOUT_SECONDS)).until(() -> waitingForLocks() > 0);
    stall.commit();
    restartGateway();
    CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new))
        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    EventServer.append(otherGateway, gateway.organizationKey, LAST_MEDIUM);
    EventServer.append(otherGateway, gateway.otherOrganizationKey, LAST_MEDIUM);
    for (int i = 0; i < FOLLOWERS; i++) {
      long organization = i % 2 == 0 ? gateway.organizationKey : gateway.otherOrganizationKey;
      assertThat(followers.get(i).get(TIMEOUT_SECONDS, TimeUnit.SECONDS))
          .as("follower %d, seed %d", i, SEED)
          .containsExactlyElementsOf(written(organization));
    }
  }

  private CompletableFuture<Void> run(Runnable work) {
    return CompletableFuture.runAsync(work, threads);
  }

  private List<Seen> written(long organization) {
    return otherGateway
        .read(handle -> handle.attach(EventDao.class).afterOf(organization, 0, 100_000))
        .stream()
        .map(EventFollowingTest::seen)
        .toList();
  }

  private static Seen seen(Event event) {
    return new Seen(event.eventNumber(), event.mediumKey());
  }

  private long waitingForLocks() {
    String sql =
        "SELECT count(*) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND wait_event_type = 'Lock'";
    return otherGateway.read(handle -> handle.createQuery(sql).mapTo(long.class).one());
  }

  private void restartGateway() {
    restarting.writeLock().lock();
    try {
      gateway.close();
      gateway = new EventServer(settings);
    } finally {
      restarting.writeLock().unlock();
    }
  }

  /** Goes away after a few events, again and again, and goes on after the last it has seen. */
  private List<Seen> followToTheEnd(String token, Random random) {
    List<Seen> all = new ArrayList<>();
    long last = 0;
    while (all.isEmpty() || all.get(all.size() - 1).mediumKey() != LAST_MEDIUM) {
      int most = 1 + random.nextInt(40);
      try (EventClient client = connect(token, last)) {
        for (int i = 0; i < most; i++) {
          EventClient.Received event = client.next();
          if (event == null) {
            break; // the gateway stops
          }
          last = event.id();
          long medium = event.data().get("media_id").longValue();
          all.add(new Seen(last, medium));
          if (medium == LAST_MEDIUM) {
            break;
          }
        }
      } catch (IOException e) {
        continue; // the gateway stopped; what was read counts
      }
    }
    return all;
  }

  private EventClient connect(String token, long last) throws IOException {
    restarting.readLock().lock();
    try {
      return gateway.follow(token, last);
    } finally {
      restarting.readLock().unlock();
    }
  }

  /** Transactions of one writer; some of them fail at their end and give their numbers back. */
  private void write(Random random, Stall stall) {
    for (int i = 0; i < TRANSACTIONS; i++) {
      if (stall != null && i == TRANSACTIONS / 3) {
        stall.append(gateway.organizationKey);
      }
      boolean own = random.nextBoolean();
      long organization = own ? gateway.organizationKey : gateway.otherOrganizationKey;
      long[] keys =
          random
              .ints(1 + random.nextInt(MOST_EVENTS))
              .mapToLong(x -> media.incrementAndGet())
              .toArray();
      boolean fails = random.nextInt(5) == 0;
      try {
        append(organization, keys, fails);
      } catch (GivenBack e) {
        assertThat(fails).isTrue();
      }
    }
  }

  private void append(long organization, long[] keys, boolean fails) {
    otherGateway.inConnection(
        connection -> {
          EventLog.append(connection, EventServer.events(organization, keys), EventServer.NOW);
          if (fails) {
            throw new GivenBack();
          }
          return null;
        });
  }

  private static final class GivenBack extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** A transaction that has taken its numbers and is held up before its commit. */
  private final class Stall {
    private final CountDownLatch counted = new CountDownLatch(1);
    private final CountDownLatch commit = new CountDownLatch(1);

    void append(long organization) {
      otherGateway.inConnection(
          connection -> {
            EventLog.append(
                connection,
                EventServer.events(organization, media.incrementAndGet(), media.incrementAndGet()),
                EventServer.NOW);
            counted.countDown();
            await(commit);
            return null;
          });
    }

    void awaitCounted() {
      await(counted);
    }

    void commit() {
      commit.countDown();
    }

    private static void await(CountDownLatch latch) {
      try {
        if (!latch.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
          throw new IllegalStateException("nobody came");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
