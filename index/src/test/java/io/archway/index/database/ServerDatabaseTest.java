package io.archway.index.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** PostgreSQL goes away and comes back. */
class ServerDatabaseTest {
  @Test
  void callsFailInTimeWhileTheServerIsAwayAndWorkWhenItIsBack() {
    DatabaseSettings given = TestDatabase.POSTGRESQL.settings();
    DatabaseSettings settings =
        new DatabaseSettings(given.url(), given.user(), given.password(), 3, 2, 500, 5_000, 1_000);
    try (Database database = Database.open(settings)) {
      assertThat(database.isAvailable()).isTrue();
      TestDatabase.allowConnections(given, false);
      assertThatThrownBy(() -> database.inTransaction(handle -> handle.execute("SELECT 1")))
          .isInstanceOf(IndexUnavailableException.class);
      assertThat(database.isAvailable()).isFalse();
      TestDatabase.allowConnections(given, true);
      await().atMost(Duration.ofSeconds(20)).until(database::isAvailable);
    }
  }

  @Test
  void serverThatIsNotThereIsNamedAtStart() {
    DatabaseSettings settings =
        new DatabaseSettings(
            "jdbc:postgresql://127.0.0.1:1/none", "nobody", "secret", 2, 2, 500, 1_000, 1_000);
    assertThatThrownBy(() -> Database.open(settings))
        .isInstanceOf(IndexOpenException.class)
        .hasMessageContaining("127.0.0.1:1")
        .hasMessageNotContaining("secret");
  }
}
