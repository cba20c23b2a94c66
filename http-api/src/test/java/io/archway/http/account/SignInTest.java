package io.archway.http.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.archway.http.account.SignInThrottle.Subject;
import io.archway.http.kernel.Principal;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.index.account.AccountDao;
import io.archway.index.account.FirstStart;
import io.archway.index.account.SignInFailureDao;
import io.archway.index.database.Database;
import io.archway.index.database.DatabaseSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SignInTest {

  private static final String PASSWORD = "correct horse";
  private static final FirstStart.Names NAMES =
      new FirstStart.Names("clinic", "Clinic", "Main office", List.of("ARCHWAY"), "admin");
  private static final SignInSettings SETTINGS =
      new SignInSettings(Duration.ofHours(12), 3, 6, Duration.ofMinutes(5));

  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final PasswordHashing PASSWORDS = new PasswordHashing();

  private static final SignIn.Record NOT_TOLD = (handle, organizationKey, userKey) -> {};

  private static Database database;
  private Instant now = START;
  private SignIn signIn;
  private AccessTokens tokens;

  @BeforeAll
  static void open(@TempDir Path folder) {
    database = Database.open(DatabaseSettings.h2("async:" + folder.resolve("index")));
    FirstAdministrator.ensure(database, NAMES, password(PASSWORD), () -> START);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void startAnew() {
    execute("DELETE FROM access_token");
    execute("DELETE FROM sign_in_failure");
    execute("UPDATE user_account SET is_active = TRUE, timezone = NULL");
    signIn = new SignIn(database, PASSWORDS, SETTINGS, () -> now);
    tokens = new AccessTokens(database, Set.of("media.index", "media.show"), () -> now);
  }

  @Test
  void whatNobodyTriesAgainIsForgottenHoweverMuchItIs() {
    int many = 2 * SignInFailureDao.MAX_STALE + 1;
    database.inTransaction(
        handle -> {
          SignInFailureDao failures = handle.attach(SignInFailureDao.class);
          for (int i = 0; i < many; i++) {
            failures.insertNone("sign-in-account:" + i, START, START);
          }
          return null;
        });
    SignInThrottle throttle = new SignInThrottle(database, Duration.ofMinutes(5));
    Instant later = START.plus(Duration.ofMinutes(6));
    for (int i = 0; i < 4; i++) {
      throttle.begin(later.plusSeconds(i), Subject.user("", 7, 10));
    }
    assertThat(stale(later)).isEmpty();
  }

  private static List<String> stale(Instant at) {
    return database.read(handle -> handle.attach(SignInFailureDao.class).stale(at, at));
  }

  @Test
  void aTokenIsGoodUntilItExpires() {
    String token = grant("admin", PASSWORD, address(1)).accessToken();
    now = now.plus(Duration.ofHours(12)).minusSeconds(1);
    assertThat(tokens.find(token)).isPresent();
    now = now.plusSeconds(1);
    assertThat(tokens.find(token)).isEmpty();
  }

  @Test
  void aTokenIsWorthNothingOnceItIsRevoked() {
    String kept = grant("admin", PASSWORD, address(1)).accessToken();
    String token = grant("admin", PASSWORD, address(1)).accessToken();
    signIn.revoke(tokens.find(token).orElseThrow(), NOT_TOLD);
    assertThat(tokens.find(token)).isEmpty();
    assertThat(tokens.find(kept)).isPresent();
  }

  @Test
  void theTokenItselfIsNotKept() {
    String token = grant("admin", PASSWORD, address(1)).accessToken();
    List<String> kept =
        database.read(
            handle ->
                handle
                    .createQuery("SELECT token_sha256 FROM access_token")
                    .mapTo(String.class)
                    .list());
    assertThat(kept).containsExactly(Secrets.sha256(token)).doesNotContain(token);
  }

  @Test
  void theAdministratorMayEverythingAndALockedUserNothing() {
    String token = grant("admin", PASSWORD, address(1)).accessToken();
    Principal principal = tokens.find(token).orElseThrow();
    assertThat(principal.permissions()).containsExactlyInAnyOrder("media.index", "media.show");
    execute("UPDATE user_account SET is_active = FALSE");
    assertThat(tokens.find(token)).isEmpty();
    assertThat(refusal("admin", PASSWORD, address(1)).type())
        .isEqualTo(ProblemType.UNAUTHENTICATED);
  }

  @Test
  void aTokenWithScopesMayNoMoreThanThey() {
    String token = grant("admin", PASSWORD, address(1)).accessToken();
    execute("UPDATE access_token SET scopes = 'media.show user.show'");
    assertThat(tokens.find(token).orElseThrow().permissions()).containsExactly("media.show");
  }

  @Test
  void whatIsNoTokenIsNotLookedUp() {
    assertThat(tokens.find("")).isEmpty();
    assertThat(tokens.find("' OR 1=1 --")).isEmpty();
    assertThat(tokens.find("A".repeat(43))).isEmpty();
  }

  @Test
  void unknownNamesAndWrongPasswordsAreRefusedAlike() {
    assertThat(refusal("nobody", PASSWORD, address(1)))
        .isEqualTo(refusal("admin", "wrong horse", address(2)));
  }

  @Test
  void anAccountIsThrottledWhereItIsTriedAndFreeElsewhereAndAfterTheWindow() {
    refusal(" ADMIN ", "wrong horse", address(1));
    refusal("admin", "wrong horse", address(1));
    refusal("Admin", "wrong horse", address(1));
    Problem problem = refusal("admin", PASSWORD, address(1));
    assertThat(grant("admin", PASSWORD, address(2))).isNotNull();
    assertThat(problem.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
    assertThat(problem.headers()).containsEntry("Retry-After", "301");
    now = now.plus(SETTINGS.failureWindow()).plusSeconds(1);
    assertThat(grant("admin", PASSWORD, address(1)).account().username()).isEqualTo("admin");
  }

  @Test
  void anAccountThatIsTriedFromManyPlacesIsThrottledInAllOfThem() {
    for (int i = 0; i < 30; i++) {
      refusal("admin", "wrong horse", address(1 + i / 3));
    }
    assertThat(refusal("admin", PASSWORD, address(100)).type())
        .isEqualTo(ProblemType.TOO_MANY_REQUESTS);
  }

  @Test
  void aPasswordThatIsResetAtTheMachineForgetsFailuresFromEverywhere() {
    for (int i = 0; i < 30; i++) {
      refusal("admin", "wrong horse", address(1 + i / 3));
    }
    String password =
        new AccountRescue(database, PASSWORDS, () -> now).resetPassword("admin").orElseThrow();
    assertThat(grant("admin", password, address(1))).isNotNull();
    String hash = PASSWORDS.hash(PASSWORD);
    database.inTransaction(
        handle -> handle.execute("UPDATE user_account SET password_hash = ?", hash));
  }

  @Test
  void anUnknownNameIsThrottledAsAKnownOneIs() {
    for (int i = 1; i <= 3; i++) {
      refusal("nobody", PASSWORD, address(1));
    }
    assertThat(refusal("nobody", PASSWORD, address(1)).type())
        .isEqualTo(ProblemType.TOO_MANY_REQUESTS);
  }

  @Test
  void anAddressIsThrottledWhicheverNamesItTries() {
    for (int i = 1; i <= 6; i++) {
      refusal("nobody" + i, PASSWORD, address(1));
    }
    assertThat(refusal("admin", PASSWORD, address(1)).type())
        .isEqualTo(ProblemType.TOO_MANY_REQUESTS);
    assertThat(grant("admin", PASSWORD, address(2))).isNotNull();
  }

  @Test
  void aNetworkOfIpv6CountsAsOneAddress() throws UnknownHostException {
    for (int i = 1; i <= 6; i++) {
      refusal("nobody" + i, PASSWORD, InetAddress.getByName("2001:db8:1:2::" + i));
    }
    assertThat(refusal("admin", PASSWORD, InetAddress.getByName("2001:db8:1:2:ffff::9")).type())
        .isEqualTo(ProblemType.TOO_MANY_REQUESTS);
    assertThat(grant("admin", PASSWORD, InetAddress.getByName("2001:db8:1:3::1"))).isNotNull();
  }

  @Test
  void successForgetsTheFailuresOfTheAccountAndCostsTheAddressNothing() {
    for (int i = 0; i < 10; i++) {
      grant("admin", PASSWORD, address(1));
    }
    refusal("admin", "wrong horse", address(1));
    refusal("admin", "wrong horse", address(1));
    grant("admin", PASSWORD, address(1));
    refusal("admin", "wrong horse", address(1));
    assertThat(refusal("admin", "wrong horse", address(2)).type())
        .isEqualTo(ProblemType.UNAUTHENTICATED);
  }

  @Test
  void aTryThatWasNotLookedAtIsNotCounted() {
    SignIn busy = new SignIn(database, new PasswordHashing(0, 1, 1), SETTINGS, () -> now);
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> busy.grant("admin", PASSWORD, null, address(1), NOT_TOLD))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem().type()).isEqualTo(ProblemType.UNAVAILABLE));
    }
    assertThat(grant("admin", PASSWORD, address(1))).isNotNull();
  }

  @Test
  void signInsSideBySideAreCountedWithoutFault() throws Exception {
    SignInThrottle throttle = new SignInThrottle(database, Duration.ofMinutes(5));
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        boolean right = i % 3 == 0;
        done.add(threads.submit(() -> tryOnce(throttle, right)));
      }
      for (Future<?> each : done) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }
    int ofAddress =
        database.read(
            handle ->
                handle
                    .createQuery(
                        "SELECT failures FROM sign_in_failure WHERE subject LIKE 'address:%'")
                    .mapTo(int.class)
                    .one());
    assertThat(ofAddress).isEqualTo(80);
  }

  private void tryOnce(SignInThrottle throttle, boolean right) {
    SignInThrottle.Attempt attempt =
        throttle.begin(
            now,
            SignInThrottle.Subject.account("", "admin", 1_000),
            SignInThrottle.Subject.address("", address(1), 1_000));
    if (right) {
      database.inTransaction(
          handle -> {
            throttle.succeeded(handle, attempt);
            return null;
          });
    }
  }

  @Test
  void forgottenFailuresAndExpiredTokensLeaveNoRows() {
    refusal("nobody", PASSWORD, address(1));
    grant("admin", PASSWORD, address(2));
    now = now.plus(Duration.ofDays(1));
    grant("admin", PASSWORD, address(3));
    assertThat(count("access_token")).isEqualTo(1);
    assertThat(count("sign_in_failure")).isEqualTo(2);
  }

  @Test
  void aTimeZoneThatIsGivenBecomesTheUsers() {
    ZoneId zone = ZoneId.of("Europe/Vienna");
    assertThat(signIn.grant("admin", PASSWORD, zone, address(1), NOT_TOLD).account().timezone())
        .isEqualTo("Europe/Vienna");
    assertThat(grant("admin", PASSWORD, address(1)).account().timezone())
        .isEqualTo("Europe/Vienna");
  }

  @Test
  void aPasswordIsMadeUpOnceAndOnlyIfNoneIsGiven() {
    FirstStart.Names names =
        new FirstStart.Names("clinic", "Clinic", "Main office", List.of("ARCHWAY"), "second");
    Optional<String> madeUp =
        FirstAdministrator.ensure(database, names, password(""), () -> now).madeUpPassword();
    assertThat(madeUp.orElseThrow()).hasSize(20);
    assertThat(grant("second", madeUp.get(), address(1))).isNotNull();
    assertThat(
            FirstAdministrator.ensure(database, names, password(null), () -> now).madeUpPassword())
        .isEmpty();
    assertThat(
            FirstAdministrator.ensure(database, NAMES, password("other password"), () -> now)
                .start()
                .administratorCreated())
        .isFalse();
    assertThat(grant("admin", PASSWORD, address(1))).isNotNull();
  }

  @Test
  void aPasswordOfTheAdministratorMustFollowThePolicy() {
    assertThatThrownBy(
            () -> FirstAdministrator.ensure(database, NAMES, password("short"), () -> now))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8 to 255")
        .hasMessageNotContaining("short");
  }

  @Test
  void aHashMadeAheadIsThatOfThePassword() {
    FirstStart.Names names =
        new FirstStart.Names("clinic", "Clinic", "Main office", List.of("ARCHWAY"), "third");
    FirstPassword password = password("made beside all else");
    password.hashAhead();
    FirstAdministrator.ensure(database, names, password, () -> now);
    assertThat(password.hash()).isEqualTo(password.hash());
    assertThat(grant("third", "made beside all else", address(1))).isNotNull();
  }

  @Test
  void aHashThatFailsAheadFailsWhoAsksForIt() {
    PasswordHashing busy = new PasswordHashing(1, -1, 1);
    FirstPassword password = new FirstPassword("never hashed", busy);
    password.hashAhead();
    assertThatThrownBy(password::hash).isInstanceOf(ProblemException.class);
  }

  @Test
  void nothingThatIsPrintedTellsASecret() {
    SignIn.Granted granted = grant("admin", PASSWORD, address(1));
    assertThat(granted.toString()).doesNotContain(granted.accessToken()).doesNotContain("argon2");
    assertThat(database.read(h -> h.attach(AccountDao.class).findByLogin("admin")).toString())
        .doesNotContain("argon2");
  }

  private static FirstPassword password(String given) {
    return new FirstPassword(given, PASSWORDS);
  }

  private SignIn.Granted grant(String login, String password, InetAddress address) {
    return signIn.grant(login, password, null, address, NOT_TOLD);
  }

  private Problem refusal(String login, String password, InetAddress address) {
    return catchThrowableOfType(ProblemException.class, () -> grant(login, password, address))
        .problem();
  }

  private static InetAddress address(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void execute(String sql) {
    database.inTransaction(handle -> handle.execute(sql));
  }

  private static int count(String table) {
    return database.read(
        handle -> handle.createQuery("SELECT count(*) FROM " + table).mapTo(int.class).one());
  }
}
