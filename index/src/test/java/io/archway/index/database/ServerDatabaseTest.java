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
      String name = given.url().replaceAll(".*/([^/?]+).*", "$1");
      assertThat(database.isAvailable()).isTrue();
      allowConnections(name, false);
      assertThatThrownBy(() -> database.inTransaction(handle -> handle.execute("SELECT 1")))
          .isInstanceOf(IndexUnavailableException.class);
      assertThat(database.isAvailable()).isFalse();
      allowConnections(name, true);
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

  private static void allowConnections(String database, boolean allowed) {
    TestDatabase.Server.execute(
        "ALTER DATABASE " + database + " WITH ALLOW_CONNECTIONS " + allowed);
    if (!allowed) {
      TestDatabase.Server.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
              + database
              + "'");
    }
  }
}
