package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archway.index.database.DatabaseSettings;
import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.H2FileSystem;
import io.archway.index.event.EventDao;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Followers of a gateway on the embedded database whose power is cut again and again while several
 * write: what each has read, resumed by Last-Event-ID, is what the table holds in the end.
 */
class EventPowerCutTest {

  private static final long SEED = 20260302L;
  private static final int CUTS = 6;
  private static final int WRITERS = 3;
  private static final int FOLLOWERS = 3;
  private static final int BETWEEN_CUTS = 60;
  private static final int MOST_EVENTS = 4;
  private static final Duration LIMIT = Duration.ofSeconds(180);

  /** Marks the end. */
  private static final long LAST_MEDIUM = -1;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong media = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private CrashDisk disk = new CrashDisk();
  private volatile EventServer gateway;
  private volatile boolean done;

  /** What is compared: the number, and what was written under it. */
  private record Seen(long number, long mediumKey) {}

  @AfterEach
  void close() {
    done = true;
    threads.shutdownNow();
    gateway.close();
  }

  @Test
  void whatWasReadIsNeitherLostNorRepeatedNorFollowedByAGap() throws Exception {
    gateway = start(0);
    String token = gateway.token("admin");
    List<CompletableFuture<List<Seen>>> followers = new ArrayList<>();
    for (int i = 0; i < FOLLOWERS; i++) {
      Random random = new Random(SEED + i);
      followers.add(CompletableFuture.supplyAsync(() -> follow(token, random), threads));
    }
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      Random random = new Random(SEED - 1 - i);
      writers.add(CompletableFuture.runAsync(() -> write(random), threads));
    }
    for (int cut = 1; cut <= CUTS; cut++) {
      long enough = received.get() + BETWEEN_CUTS;
      await().atMost(LIMIT).until(() -> received.get() >= enough);
      cutPower(cut);
    }
    done = true;
    CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new))
        .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    gateway.append(gateway.organizationKey, LAST_MEDIUM);
    for (CompletableFuture<List<Seen>> follower : followers) {
      assertThat(follower.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
          .as("seed %d", SEED)
          .containsExactlyElementsOf(written());
    }
  }

  private EventServer start(int cut) {
    String id = "event-power-cut-" + cut;
    return new EventServer(DatabaseSettings.h2(H2FileSystem.mount(id, disk) + "index"));
  }

  /** The odd times some of what was not forced is there nevertheless. */
  private void cutPower(int cut) {
    EventServer before = gateway;
    disk = cut % 2 == 0 ? disk.crash() : disk.crash(SEED + cut);
    before.close();
    gateway = start(cut);
  }

  private List<Seen> written() {
    return gateway
        .database
        .read(handle -> handle.attach(EventDao.class).afterOf(gateway.organizationKey, 0, 100_000))
        .stream()
        .map(event -> new Seen(event.eventNumber(), event.mediumKey()))
        .toList();
  }

  /** What fails is lost, as where a device breaks off; what succeeds may be lost, too. */
  private void write(Random random) {
    while (!done) {
      EventServer current = gateway;
      long[] keys =
          random
              .ints(1 + random.nextInt(MOST_EVENTS))
              .mapToLong(x -> media.incrementAndGet())
              .toArray();
      try {
        current.append(current.organizationKey, keys);
      } catch (RuntimeException e) {
        awaitOther(current);
      }
      long ahead = media.get();
      await().atMost(LIMIT).until(() -> done || gateway != current || isRead(ahead));
    }
  }

  /** So that writers do not run away from those who read. */
  private boolean isRead(long written) {
    return received.get() + 200L * FOLLOWERS > written;
  }

  private void awaitOther(EventServer failed) {
    await().atMost(LIMIT).until(() -> done || gateway != failed);
  }

  /** Goes away after a few events, again and again, and goes on after the last it has seen. */
  private List<Seen> follow(String token, Random random) {
    List<Seen> all = new ArrayList<>();
    long last = 0;
    while (all.isEmpty() || all.get(all.size() - 1).mediumKey() != LAST_MEDIUM) {
      try (EventClient client = gateway.follow(token, last)) {
        int most = 1 + random.nextInt(40);
        for (int i = 0; i < most; i++) {
          EventClient.Received event = client.next();
          if (event == null) {
            break; // the gateway is gone
          }
          assertThat(event.event()).isNotEqualTo("reset");
          last = event.id();
          all.add(new Seen(last, event.data().get("media_id").longValue()));
          received.incrementAndGet();
          if (event.data().get("media_id").longValue() == LAST_MEDIUM) {
            break;
          }
        }
      } catch (IOException e) {
        continue; // the power was cut; what was read counts
      }
    }
    return all;
  }
}
