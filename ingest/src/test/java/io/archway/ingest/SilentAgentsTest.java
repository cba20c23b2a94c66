package io.archway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archway.index.account.FirstStart;
import io.archway.index.agent.Heartbeats;
import io.archway.index.database.Database;
import io.archway.index.database.TestDatabase;
import io.archway.index.event.Event;
import io.archway.index.event.EventDao;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The thread looks again and again, whatever went wrong, until it is closed. */
class SilentAgentsTest {
  private static final long MINUTE = 60_000;
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration SILENT_AFTER = Duration.ofSeconds(1);

  private Database database;
  private FirstStart.Result first;
  private volatile Instant now = NOW;

  @BeforeEach
  void open() {
    database = TestDatabase.H2.open();
    FirstStart.Names names =
        new FirstStart.Names("clinic", "Clinic", "Main office", List.of("ARCHWAY"), "admin");
    first = FirstStart.ensure(database, names, () -> "hash", NOW);
    new Heartbeats(database).beat(first.organizationKey(), first.userKey(), "1", "192.0.2.1", NOW);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void silenceIsToldOnceWhenItsTimeHasComeAlsoAfterALookThatFailed() {
    AtomicBoolean failing = new AtomicBoolean(true);
    AtomicBoolean failed = new AtomicBoolean();
    AtomicBoolean looked = new AtomicBoolean();
    SilentAgents agents =
        new SilentAgents(
            database,
            SILENT_AFTER,
            () -> {
              if (failing.get()) {
                failed.set(true);
                throw new IllegalStateException("a look that fails");
              }
              looked.set(true);
              return now;
            });
    agents.start();
    await().untilTrue(failed);
    failing.set(false);
    await().untilTrue(looked);
    assertThat(types()).isEmpty();

    now = NOW.plus(SILENT_AFTER).plusMillis(1);
    await().until(() -> !types().isEmpty());
    looked.set(false);
    await().untilTrue(looked); // another look tells nothing more
    assertThat(agents.close(MINUTE)).isTrue();
    assertThat(types()).containsExactly("AGENT_SILENT");
  }

  @Test
  void oneThatIsClosedLooksNoMore() {
    SilentAgents agents = new SilentAgents(database, SILENT_AFTER, () -> now);
    agents.start();
    assertThat(agents.close(MINUTE)).isTrue();
    now = NOW.plus(SILENT_AFTER).plusMillis(1);
    agents.close();
    assertThat(types()).isEmpty();
  }

  private List<String> types() {
    return database.read(handle -> handle.attach(EventDao.class).after(0, 10)).stream()
        .map(Event::eventType)
        .toList();
  }
}
