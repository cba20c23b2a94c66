package io.archway.index.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.Daos;
import io.archway.index.database.Database;
import io.archway.index.database.TestDatabase;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class SignInFailureTest {
  private static final Instant NOW = Instant.parse("2026-03-29T01:30:00Z");

  @Parameter TestDatabase kind;
  Database database;
  SignInFailureDao failures;

  @BeforeEach
  void open() {
    database = kind.open();
    failures = Daos.of(database, SignInFailureDao.class);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void whatWasCountedCanBeGivenBackButNeverBelowNone() {
    failures.record("account:a", NOW.minusSeconds(60), NOW);
    failures.giveBack("account:a");
    failures.giveBack("account:a");
    failures.giveBack("account:unknown");
    assertThat(failures.find("account:a").orElseThrow().failures()).isZero();
    assertThat(failures.find("account:unknown")).isEmpty();
  }

  @Test
  void onlyWindowsThatBeganBeforeAreStale() {
    failures.record("account:old", NOW.minusSeconds(600), NOW.minusSeconds(301));
    failures.record("account:blocked", NOW.minusSeconds(600), NOW.minusSeconds(301));
    failures.block("account:blocked", NOW.plusSeconds(1));
    failures.record("account:new", NOW.minusSeconds(600), NOW.minusSeconds(300));
    assertThat(failures.stale(NOW.minusSeconds(300), NOW)).containsExactly("account:old");
  }
}
