package io.archway.index.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.account.FirstStart;
import io.archway.index.database.Daos;
import io.archway.index.database.Database;
import io.archway.index.database.TestDatabase;
import io.archway.index.event.Event;
import io.archway.index.event.EventDao;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class HeartbeatsTest {
  private static final Instant NOW = Instant.parse("2026-03-29T01:30:00.123456Z");
  private static final Duration AFTER = Duration.ofMinutes(15);

  @Parameter TestDatabase kind;
  Database database;
  FirstStart.Result first;
  Heartbeats heartbeats;

  @BeforeEach
  void open() {
    database = kind.open();
    FirstStart.Names names =
        new FirstStart.Names("clinic", "Clinic", "Main office", List.of("ARCHWAY"), "admin");
    first = FirstStart.ensure(database, names, () -> "hash", NOW);
    heartbeats = new Heartbeats(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void silenceAndReturnAreToldOnceEach() {
    beat("1.0", NOW);
    assertThat(heartbeats.tellSilent(AFTER, NOW.plus(AFTER))).as("just in time").isZero();
    Instant late = NOW.plus(AFTER).plusMillis(1);
    assertThat(heartbeats.tellSilent(AFTER, late)).isOne();
    assertThat(heartbeats.tellSilent(AFTER, late.plus(AFTER))).as("told before").isZero();
    assertThat(beat("1.1", late).silent()).isFalse();
    assertThat(beat("1.1", late).version()).isEqualTo("1.1");
    assertThat(heartbeats.tellSilent(AFTER, late.plus(AFTER))).isZero();
    assertThat(Daos.of(database, EventDao.class).after(0, 10))
        .extracting(Event::eventType)
        .containsExactly("AGENT_SILENT", "AGENT_RETURNED");
  }

  @Test
  void firstAndLastTimeAreKept() {
    beat("1.0", NOW);
    Heartbeat last = beat("1.0", NOW.plusSeconds(60));
    assertThat(last.firstSeenAt()).isEqualTo(NOW);
    assertThat(last.lastSeenAt()).isEqualTo(NOW.plusSeconds(60));
    assertThat(last.address()).isEqualTo("192.0.2.1");
  }

  private Heartbeat beat(String version, Instant at) {
    return heartbeats.beat(first.organizationKey(), first.userKey(), version, "192.0.2.1", at);
  }
}
