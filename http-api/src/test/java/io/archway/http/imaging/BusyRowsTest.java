package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archway.http.imaging.ApiClient.Answer;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Others hold what a request changes: it is begun anew, or answered 503, on both databases. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
final class BusyRowsTest {
  private static final Duration LIMIT = Duration.ofSeconds(100);
  private static final int SHORT_MILLIS = 1_000;
  private static final int LONG_MILLIS = 60_000;

  @Parameter TestDatabase kind;
  @TempDir Path folder;
  private DatabaseSettings settings;
  private SampleGateway gateway;
  private String token;

  private void start(int lockTimeoutMillis) throws IOException {
    DatabaseSettings given = kind.settings();
    settings =
        new DatabaseSettings(
            given.url(),
            given.user(),
            given.password(),
            given.maxConnections(),
            given.arrivalConnections(),
            given.connectionTimeoutMillis(),
            LONG_MILLIS,
            lockTimeoutMillis);
    gateway = new SampleGateway(folder, InstantSource.system(), settings);
    token = gateway.token("admin");
  }

  @AfterEach
  void stop() throws IOException {
    if (gateway != null) {
      gateway.close();
    }
  }

  @Test
  void whatOthersHoldForLongIsAnsweredSo() throws Exception {
    start(SHORT_MILLIS);
    try (Connection other = connect()) {
      hold(other, "office", gateway.variable("office"));
      Answer refused = rename("Held");
      assertThat(refused.status()).as(refused.text()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(refused.text()).contains("Others are changing the same");
      other.rollback();
    }
    assertThat(rename("Free").status()).isEqualTo(200);
  }

  /** One of the two has to begin anew; if it is the request, nobody notices. */
  @Test
  void aDeadlockIsNotTold() throws Exception {
    start(LONG_MILLIS);
    try (Connection other = connect()) {
      hold(other, "office", gateway.variable("office"));
      CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> renamed("Dead"));
      await().atMost(LIMIT).until(() -> answer.isDone() || LockWaits.areThereAny(gateway.database));
      assertThat(answer).isNotDone();
      try {
        hold(other, "organization", gateway.variable("organization"));
      } catch (SQLException e) {
        assertThat(e.getSQLState()).isIn("40001", "40P01");
      }
      other.rollback();
      assertThat(answer.get().status()).as(answer.get().text()).isEqualTo(200);
    }
  }

  private Connection connect() throws SQLException {
    Connection connection =
        DriverManager.getConnection(settings.url(), settings.user(), settings.password());
    connection.setAutoCommit(false);
    return connection;
  }

  private static void hold(Connection connection, String table, String key) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT 1 FROM %1$s WHERE %1$s_key = %2$s FOR UPDATE".formatted(table, key));
    }
  }

  private Answer renamed(String name) {
    try {
      return rename(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer rename(String name) throws IOException {
    return new ApiClient(gateway.server.port())
        .send(
            "PUT",
            "/api/office/" + gateway.variable("office"),
            Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json"),
            """
            {"name":"%s","address_line_1":"x","city":"x","state":"x","zipcode":"x",
             "primary_contact_name":"x","primary_contact_email":"x@example.org"}
            """
                .formatted(name));
  }
}
