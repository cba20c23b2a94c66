package io.archway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.archway.index.database.IndexBehindException;
import io.archway.index.database.IndexUnavailableException;
import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.Faults;
import io.archway.index.inbox.InboxDao;
import io.archway.index.store.LogPosition;
import io.archway.index.store.LogRecord;
import io.archway.index.store.Relocation;
import io.archway.index.store.Sender;
import io.archway.index.study.IndexedArrival;
import io.archway.index.study.InstanceHeader;
import io.archway.index.study.KnownInstance;
import io.archway.index.study.Outcome;
import io.archway.index.study.StudyDao;
import io.archway.ingest.catalog.Catalog;
import io.archway.testdata.Samples;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The index fails behind the answers: for a while, until the end, or for one object. */
class FailingIndexTest {
  private static final long ORGANIZATION = 1;

  private final CrashDisk disk = new CrashDisk();
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private final AtomicReference<Runnable> afterResume = new AtomicReference<>();
  private final AtomicLong further = new AtomicLong();
  private volatile Runnable listener;
  private volatile String poison = "";
  private IngestFixture gateway;

  @BeforeEach
  void open() throws Exception {
    gateway = IngestFixture.between(disk, Failing::new);
  }

  @AfterEach
  void close() throws Exception {
    failure.set(null);
    gateway.close();
  }

  @Test
  void whatWasAnsweredIsIndexedWhenTheIndexComesBack() throws Exception {
    failure.set(new IndexUnavailableException("away"));
    assertThat(gateway.store(Samples.tiny(1))).isEqualTo(new Verdict.Stored());
    Verdict.Refused away = new Verdict.Refused(Refusal.INDEX_UNAVAILABLE);
    int[] seed = {2};
    await().until(() -> gateway.store(Samples.tiny(seed[0]++)).equals(away));
    failure.set(null);
    await().until(() -> gateway.store(Samples.tiny(1_000)).isKept());

    assertThat(isInstance(1)).isTrue();
    assertThat(isInstance(seed[0] - 1)).isFalse();
    assertThat(isInstance(1_000)).isTrue();
  }

  @Test
  void whatWasAnsweredIsIndexedAtTheNextStartWhenItDoesNot() throws Exception {
    failure.set(new IndexUnavailableException("away"));
    assertThat(gateway.store(Samples.tiny(1))).isEqualTo(new Verdict.Stored());
    gateway.close();
    failure.set(null);
    open();

    assertThat(isInstance(1)).isTrue();
  }

  @Test
  void aStartThatIsSetBackBeginsItsReplayAnew() throws Exception {
    failure.set(new IndexUnavailableException("away"));
    assertThat(gateway.store(Samples.tiny(1))).isEqualTo(new Verdict.Stored());
    gateway.close();
    failure.set(new IndexBehindException(LogPosition.START, gateway.store.end()));
    open();

    assertThat(failure).hasNullValue();
    assertThat(isInstance(1)).isTrue();
  }

  /** H2 writes what was committed at once only where it is forced. */
  @Test
  void whatTheIndexHasLostComesBackByItself() throws Exception {
    assertThat(gateway.store(Samples.tiny(1))).isEqualTo(new Verdict.Stored());
    assertThat(isInstance(1)).isTrue();
    long setbacks = gateway.database.setbacks();
    LogPosition end = gateway.store.end();
    disk.faults().failAt(0, Faults.Kind.FAIL);
    assertThatThrownBy(() -> gateway.database.force(setbacks))
        .isInstanceOf(IndexUnavailableException.class);
    await().until(() -> gateway.database.setbacks() > setbacks);

    await().ignoreExceptions().until(() -> isInstance(1));
    assertThat(gateway.store(Samples.tiny(1))).isEqualTo(new Verdict.Duplicate());
    assertThat(gateway.store.end()).isEqualTo(end);
  }

  /** What was set back while it is restored is restored by one thread after the other. */
  @Test
  void aLookPassesOverNothingThatIsBeingRestored() throws Exception {
    assertThat(gateway.store(Samples.tiny(1))).isEqualTo(new Verdict.Stored());
    assertThat(isInstance(1)).isTrue();
    gateway.database.read(handle -> handle.execute("DELETE FROM instance"));
    gateway.database.read(
        handle -> handle.execute("UPDATE log_position SET segment = 0, byte_offset = 0"));
    afterResume.set(this::setBackOnceMoreAndFail);
    further.incrementAndGet();

    assertThatThrownBy(() -> gateway.intake.betweenGroups(() -> null))
        .isInstanceOf(IndexUnavailableException.class);
    failure.set(null);
    gateway.close();
    open();
    assertThat(isInstance(1)).isTrue();
  }

  private void setBackOnceMoreAndFail() {
    listener.run();
    LogPosition end = gateway.store.end();
    await().until(() -> isIndexThreadKeptOut() || gateway.catalog.position().equals(end));
    failure.set(new IndexUnavailableException("away"));
  }

  private static boolean isIndexThreadKeptOut() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(
            thread ->
                thread.getName().equals("index") && thread.getState() == Thread.State.BLOCKED);
  }

  @Test
  void anObjectThatCannotBeIndexedWaitsForAPersonAndHoldsUpNobody() throws Exception {
    poison = Samples.tiny(2).sopInstanceUid();
    for (int seed = 1; seed <= 3; seed++) {
      assertThat(gateway.store(Samples.tiny(seed))).isEqualTo(new Verdict.Stored());
    }

    assertThat(isInstance(1)).isTrue();
    assertThat(isInstance(2)).isFalse();
    assertThat(isInstance(3)).isTrue();
    assertThat(gateway.dao(InboxDao.class).list(ORGANIZATION, "OPEN", 0, 10))
        .singleElement()
        .matches(entry -> entry.details().contains("cannot be written"));
    assertThat(gateway.catalog.position()).isEqualTo(gateway.store.end());
  }

  @Test
  void aResendWaitsUntilTheFirstIsIndexed() throws Exception {
    for (int seed = 1; seed <= 30; seed++) {
      CompletableFuture<Verdict> first =
          gateway.send(Samples.slice(seed, 60, 60), new Random(seed));
      CompletableFuture<Verdict> second =
          gateway.send(Samples.slice(seed, 60, 60), new Random(-seed));
      assertThat(List.of(first.join(), second.join()))
          .containsExactlyInAnyOrder(new Verdict.Stored(), new Verdict.Duplicate());
    }
  }

  private boolean isInstance(int seed) {
    return gateway
        .dao(StudyDao.class)
        .instance(ORGANIZATION, Samples.tiny(seed).sopInstanceUid())
        .isPresent();
  }

  /** The real catalog, which fails as it is told. */
  private final class Failing implements Catalog {
    private final Catalog real;

    Failing(Catalog real) {
      this.real = real;
    }

    @Override
    public List<Outcome> index(List<IndexedArrival> group, LogPosition end) {
      if (failure.get() instanceof IndexBehindException behind) {
        failure.set(null);
        throw behind;
      }
      if (failure.get() != null && !group.isEmpty()) {
        throw failure.get();
      }
      for (IndexedArrival arrival : group) {
        if (arrival.header() != null && arrival.sopInstanceUid().equals(poison)) {
          throw new IllegalStateException("a value no column takes");
        }
      }
      return real.index(group, end);
    }

    @Override
    public OptionalLong organizationOf(String calledAeTitle) {
      return real.organizationOf(calledAeTitle);
    }

    @Override
    public void organizationDeleted(long organizationKey) {
      real.organizationDeleted(organizationKey);
    }

    @Override
    public boolean isDeleted(long organizationKey) {
      return real.isDeleted(organizationKey);
    }

    @Override
    public List<KnownInstance> known(long organizationKey, Collection<String> sopInstanceUids) {
      return real.known(organizationKey, sopInstanceUids);
    }

    @Override
    public boolean isQuarantined(long organizationKey, String subject) {
      return real.isQuarantined(organizationKey, subject);
    }

    @Override
    public OptionalLong patientOf(
        long organizationKey, Sender sender, Instant now, InstanceHeader header) {
      return real.patientOf(organizationKey, sender, now, header);
    }

    @Override
    public List<Long> relocate(List<Relocation.Moved> moved, LogPosition end) {
      return real.relocate(moved, end);
    }

    @Override
    public boolean isAlive(LogRecord.Stored record) {
      return real.isAlive(record);
    }

    @Override
    public boolean isKnown(long recordNumber) {
      return real.isKnown(recordNumber);
    }

    @Override
    public void forget(List<LogRecord.Tombstone> tombstones, LogPosition end) {
      real.forget(tombstones, end);
    }

    @Override
    public LogPosition position() {
      return real.position();
    }

    @Override
    public LogPosition resume() {
      LogPosition found = real.resume();
      Runnable then = afterResume.getAndSet(null);
      if (then != null) {
        then.run();
      }
      return found;
    }

    @Override
    public long setbacks() {
      return real.setbacks() + further.get();
    }

    @Override
    public void onSetback(Runnable told) {
      listener = told;
      real.onSetback(told);
    }
  }
}
