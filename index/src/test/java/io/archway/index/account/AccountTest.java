package io.archway.index.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.Daos;
import io.archway.index.database.Database;
import io.archway.index.database.TestDatabase;
import io.archway.index.organization.OrganizationDao;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class AccountTest {
  private static final Instant NOW = Instant.parse("2026-03-29T01:30:00.123456Z");
  private static final FirstStart.Names NAMES =
      new FirstStart.Names("clinic", "Clinic", "Main office", List.of("ARCHWAY"), "admin");

  @Parameter TestDatabase kind;
  Database database;
  FirstStart.Result first;
  AccountDao accounts;
  AccessTokenDao tokens;
  OrganizationDao organizations;

  @BeforeEach
  void open() {
    database = kind.open();
    first = FirstStart.ensure(database, NAMES, () -> "hash", NOW);
    accounts = Daos.of(database, AccountDao.class);
    tokens = Daos.of(database, AccessTokenDao.class);
    organizations = Daos.of(database, OrganizationDao.class);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void firstStartMakesOrganizationOfficeAndAdministrator() {
    assertThat(first.administratorCreated()).isTrue();
    Account account = accounts.findByLogin(" ADMIN ").orElseThrow();
    assertThat(account.userKey()).isEqualTo(first.userKey());
    assertThat(account.createdAt()).isEqualTo(NOW);
    assertThat(accounts.permissions(first.organizationKey(), account.userKey()))
        .containsExactly(Role.EVERYTHING);
    assertThat(accounts.roles(first.organizationKey(), account.userKey()))
        .extracting(Role::slug)
        .containsExactly(Role.ADMINISTRATOR);
    assertThat(organizations.keyOfCalledAeTitle("ARCHWAY")).contains(first.organizationKey());
    assertThat(organizations.findOffice(first.organizationKey(), first.officeKey()))
        .get()
        .extracting("name")
        .isEqualTo("Main office");
  }

  @Test
  void secondStartChangesNothingAndAsksForNoPassword() {
    Supplier<String> unwanted =
        () -> {
          throw new AssertionError("password asked for");
        };
    FirstStart.Result second = FirstStart.ensure(database, NAMES, unwanted, NOW.plusSeconds(5));
    assertThat(second)
        .isEqualTo(
            new FirstStart.Result(
                first.organizationKey(), first.officeKey(), first.userKey(), false));
  }

  @Test
  void usernameAndEmailAreTakenWhateverTheirCase() {
    long org = first.organizationKey();
    assertThat(accounts.create(org, "Jane", "jane@example.org", "h", NOW)).isOne();
    assertThat(accounts.create(org, "JANE", "x@example.org", "h", NOW)).isZero();
    assertThat(accounts.create(org, "joan", "Jane@Example.org", "h", NOW)).isZero();
    assertThat(accounts.findByLogin("JANE@example.ORG"))
        .get()
        .extracting(Account::username)
        .isEqualTo("Jane");
  }

  @Test
  void tokenIsFoundUntilItExpiresOrIsRevoked() {
    long org = first.organizationKey();
    String hash = "ab".repeat(32);
    Instant expiry = NOW.plusSeconds(60);
    database.durably(
        h -> {
          h.attach(AccessTokenDao.class)
              .create(org, first.userKey(), hash, "login", null, NOW, expiry);
          return null;
        });
    AccessToken token = tokens.find(hash, NOW).orElseThrow();
    assertThat(token.expiresAt()).isEqualTo(expiry);
    assertThat(tokens.find(hash, expiry)).isEmpty();
    assertThat(tokens.revoke(org + 1, first.userKey(), token.tokenKey())).isZero();
    assertThat(tokens.revoke(org, first.userKey(), token.tokenKey())).isOne();
    assertThat(tokens.find(hash, NOW)).isEmpty();
  }

  @Test
  void failedSignInsAreCountedWithinTheirWindow() {
    Instant later = NOW.plusSeconds(600);
    assertThat(fail(NOW.minusSeconds(60), NOW).failures()).isEqualTo(1);
    assertThat(fail(NOW.minusSeconds(60), NOW).failures()).isEqualTo(2);
    assertThat(fail(later.minusSeconds(60), later).failures()).isEqualTo(1);
    database.<Void, RuntimeException>inTransaction(
        h -> {
          h.attach(SignInFailureDao.class).block("account:x", later.plusSeconds(900));
          return null;
        });
    Instant blocked = later.plusSeconds(120);
    assertThat(fail(blocked.minusSeconds(60), blocked).failures()).isEqualTo(2);
  }

  private SignInFailure fail(Instant windowStart, Instant now) {
    return database.inTransaction(
        h -> h.attach(SignInFailureDao.class).record("account:x", windowStart, now));
  }

  @Test
  void twoWaysToWriteADomainAreOne() {
    assertThat(LoginName.fold("Ann@Bücher.Example"))
        .isEqualTo(LoginName.fold("ann@xn--bcher-kva.example"))
        .isEqualTo("ann@xn--bcher-kva.example");
    assertThat(LoginName.fold("Jörg")).isEqualTo("jörg");
    assertThat(LoginName.fold("a@" + "ü".repeat(100))).isEqualTo("a@" + "ü".repeat(100));
  }
}
