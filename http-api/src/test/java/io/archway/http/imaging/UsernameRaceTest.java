package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archway.index.account.AccountDao;
import io.archway.index.account.Role;
import io.archway.index.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Two organizations make users of one name at the same time. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
final class UsernameRaceTest {

  @Parameter TestDatabase kind;
  @TempDir Path folder;
  private SampleGateway gateway;
  private String token;
  private final ExecutorService other = Executors.newSingleThreadExecutor();

  @BeforeEach
  void start() throws IOException {
    gateway = new SampleGateway(folder, InstantSource.system(), kind.settings());
    token = gateway.token("admin");
  }

  @AfterEach
  void close() throws IOException {
    other.shutdownNow();
    gateway.close();
  }

  @Test
  void whoComesSecondToAUsernameIsToldSoAndTheFirstKeepsTheirs() throws Exception {
    ApiClient.Answer answer =
        whileAnotherTakes(
            "racer", "first@clinic.example", () -> create("racer", "second@clinic.example"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.json().at("/errors/username/0").textValue()).contains("taken");
    assertThat(rolesOf("racer")).isEmpty();
  }

  @Test
  void whoComesSecondToAnAddressIsToldSo() throws Exception {
    ApiClient.Answer answer =
        whileAnotherTakes(
            "first", "racer@clinic.example", () -> create("second", "racer@clinic.example"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.json().at("/errors/email/0").textValue()).contains("taken");
  }

  @Test
  void whoIsRenamedSecondIsToldSo() throws Exception {
    String clerk = "/api/user/" + gateway.variable("clerk.user");
    ApiClient.Answer answer =
        whileAnotherTakes(
            "racer",
            "first@clinic.example",
            () -> send("PUT", clerk, "{\"username\":\"racer\",\"email\":\"c@clinic.example\"}"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.json().at("/errors/username/0").textValue()).contains("taken");
  }

  /** The request meets the row of the other organization before that is committed. */
  private ApiClient.Answer whileAnotherTakes(
      String username, String email, Callable<ApiClient.Answer> request) throws Exception {
    Future<ApiClient.Answer> answer =
        gateway.database.inTransaction(
            handle -> {
              AccountDao accounts = handle.attach(AccountDao.class);
              long organizationKey =
                  accounts.findByLogin("stranger").orElseThrow().organizationKey();
              accounts.create(organizationKey, username, email, "hash", SampleGateway.NOW);
              Future<ApiClient.Answer> asked = other.submit(request);
              await().until(() -> asked.isDone() || isBlocked());
              return asked;
            });
    return answer.get();
  }

  private boolean isBlocked() {
    String sql =
        kind == TestDatabase.H2
            ? "SELECT count(*) FROM information_schema.sessions WHERE session_id <> session_id()"
                + " AND (executing_statement LIKE 'INSERT INTO user_account %'"
                + " OR executing_statement LIKE 'UPDATE user_account SET username %')"
            : "SELECT count(*) FROM pg_locks WHERE NOT granted";
    return gateway.database.read(handle -> handle.createQuery(sql).mapTo(long.class).one()) > 0;
  }

  private List<Role> rolesOf(String username) {
    return gateway.database.read(
        handle -> {
          AccountDao accounts = handle.attach(AccountDao.class);
          var account = accounts.findByUsername(username).orElseThrow();
          return accounts.roles(account.organizationKey(), account.userKey());
        });
  }

  private ApiClient.Answer create(String username, String email) throws IOException {
    return send(
        "POST",
        "/api/user",
        """
        {"username":"%s","email":"%s","password":"correct horse","first_name":"A",
         "last_name":"B","role":"administrator"}
        """
            .formatted(username, email));
  }

  private ApiClient.Answer send(String method, String target, String body) throws IOException {
    return new ApiClient(gateway.server.port())
        .send(
            method,
            target,
            Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json"),
            body);
  }
}
