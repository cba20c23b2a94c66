package io.archway.http.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.archway.http.contact.PhoneNumbers;
import io.archway.http.kernel.Principal;
import io.archway.http.kernel.Principal.Proof;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.index.account.AccessTokenDao;
import io.archway.index.account.Factor;
import io.archway.index.account.FirstStart;
import io.archway.index.database.Database;
import io.archway.index.database.TestDatabase;
import io.archway.index.message.MessageDao;
import io.archway.index.message.MessageKind;
import io.archway.index.message.Outbox;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class SecondFactorsTest {
  private static final PasswordHashing PASSWORDS = new PasswordHashing();
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final SecondFactors.Record NOT_TOLD = (handle, action) -> {};

  @Parameter TestDatabase kind;
  private Database database;
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private final Seal seal = new Seal(Seal.newKey());
  private final TimeCodes codes = new TimeCodes();
  private long organizationKey;
  private long userKey;
  private AccessTokens tokens;
  private SecondFactors factors;

  @BeforeEach
  void open() {
    database = kind.open();
    FirstStart.Names names =
        new FirstStart.Names("clinic", "Clinic", "Main office", List.of("ARCHWAY"), "admin");
    FirstStart.Result start = FirstStart.ensure(database, names, () -> "no hash", now);
    organizationKey = start.organizationKey();
    userKey = start.userKey();
    database.inTransaction(
        handle ->
            handle.execute(
                "UPDATE user_account SET email = 'admin@clinic.example',"
                    + " phone_number = '+43 1 2345678'"));
    tokens = new AccessTokens(database, Set.of("media.index"), () -> now);
    factors = factors(seal);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void anAuthenticatorCountsFromItsFirstCode() {
    Principal first = signedIn();
    byte[] secret = enrol(first);
    assertThat(signedIn().proof()).isEqualTo(Proof.SIGN_IN);
    SecondFactors.Verified confirmed = verify(first, codes.code(secret, now));
    assertThat(confirmed.factor()).isEqualTo(Factor.AUTHENTICATOR);
    assertThat(confirmed.recoveryCodes()).hasSize(10).doesNotHaveDuplicates();
    assertThat(again(first).proof()).isEqualTo(Proof.SIGN_IN);
    Principal second = signedIn();
    assertThat(second.proof()).isEqualTo(Proof.SIGN_IN_WITHOUT_FACTOR);
    now = now.plusSeconds(30);
    verify(second, codes.code(secret, now));
    assertThat(again(second).proof()).isEqualTo(Proof.SIGN_IN);
  }

  @Test
  void theFirstFactorRevokesTokensForProgramsThatWereMadeBeforeAndAnotherOneDoesNot() {
    PersonalTokens personal = new PersonalTokens(database, AccountSettings.defaults(), () -> now);
    Principal first = signedIn();
    personal.create(first, "before", List.of(), (handle, key) -> {});
    byte[] secret = enrol(first);
    verify(first, codes.code(secret, now));
    assertThat(personal.list(first)).isEmpty();
    personal.create(first, "after", List.of(), (handle, key) -> {});
    byte[] other = enrol(again(first));
    now = now.plusSeconds(30);
    verify(again(first), codes.code(other, now));
    assertThat(personal.list(first)).hasSize(1);
  }

  @Test
  void aCodeOfAnAuthenticatorIsGoodOnceForAllWhoAskAtOnce() throws Exception {
    byte[] secret = active();
    now = now.plusSeconds(30);
    String code = codes.code(secret, now);
    List<Principal> several = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      several.add(signedIn());
    }
    AtomicInteger right = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> tries = new ArrayList<>();
      for (Principal each : several) {
        tries.add(
            threads.submit(
                () -> {
                  if (verifies(each, code)) {
                    right.incrementAndGet();
                  }
                }));
      }
      for (Future<?> each : tries) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(right).hasValue(1);
  }

  @Test
  void aRecoveryCodeIsGoodOnceHoweverItIsWritten() {
    Principal first = signedIn();
    byte[] secret = enrol(first);
    List<String> recovery = verify(first, codes.code(secret, now)).recoveryCodes();
    Principal second = signedIn();
    verify(second, " " + recovery.get(0).toUpperCase(java.util.Locale.ROOT).replace("-", " "));
    assertThat(factors.standing(second).recoveryCodes()).isEqualTo(9);
    assertThat(refusal(signedIn(), recovery.get(0)).errors()).containsKey("code");
  }

  @Test
  void whoKnowsOnlyThePasswordSetsUpNothing() {
    byte[] secret = active();
    Principal verified = signedIn();
    now = now.plusSeconds(30);
    verify(verified, codes.code(secret, now));
    byte[] other = enrol(again(verified));
    Principal half = signedIn();
    now = now.plusSeconds(30);
    assertThat(refusal(half, codes.code(other, now)).errors()).containsKey("code");
    verify(half, codes.code(secret, now));
    verify(again(verified), codes.code(other, now));
    now = now.plusSeconds(30);
    assertThat(refusal(signedIn(), codes.code(secret, now)).errors()).containsKey("code");
    verify(signedIn(), codes.code(other, now));
  }

  @Test
  void aSentCodeIsGoodOnceForItsTokenAndForMinutes() {
    Principal first = signedIn();
    factors.setup().choose(first, Factor.SMS, NOT_TOLD);
    assertThat(factors.send(first).recipient()).isEqualTo("+4312345678");
    String code = sent();
    assertThat(refusal(signedIn(), code).errors()).containsKey("code");
    verify(first, code);
    assertThat(refusal(again(first), code).errors()).containsKey("code");
    Principal second = signedIn();
    factors.send(second);
    String late = sent();
    now = now.plus(Duration.ofMinutes(5));
    assertThat(refusal(second, late).errors()).containsKey("code");
    factors.send(second);
    String replaced = sent();
    factors.send(second);
    if (!replaced.equals(sent())) {
      assertThat(refusal(second, replaced).errors()).containsKey("code");
    }
    verify(second, sent());
  }

  @Test
  void aNumberThatWasKeptWithoutItsCountryIsOfTheRegionOfTheSettings() {
    keep("0170 1234567");
    Principal first = signedIn();
    assertThatThrownBy(() -> factors.setup().choose(first, Factor.CALL, NOT_TOLD))
        .isInstanceOf(ProblemException.class);
    SecondFactors german =
        factors(seal, AccountSettings.defaults().withPhoneNumbers(new PhoneNumbers("DE")));
    german.setup().choose(first, Factor.CALL, NOT_TOLD);
    assertThat(german.send(first).recipient()).isEqualTo("+491701234567");
    keep("491701234567");
    assertThatThrownBy(() -> german.send(first)).isInstanceOf(ProblemException.class);
  }

  private void keep(String phoneNumber) {
    database.inTransaction(
        handle -> handle.execute("UPDATE user_account SET phone_number = ?", phoneNumber));
  }

  @Test
  void whatWaitsTooLongForItsFirstCodeIsForgotten() {
    Principal first = signedIn();
    byte[] secret = enrol(first);
    now = now.plus(Duration.ofMinutes(5));
    assertThat(factors.setup().pendingUri(first)).isEmpty();
    assertThat(refusal(first, codes.code(secret, now)).type()).isEqualTo(ProblemType.INVALID);
    assertThat(signedIn().proof()).isEqualTo(Proof.SIGN_IN);
  }

  @Test
  void wrongCodesAreThrottledWhateverTheToken() {
    byte[] secret = active();
    for (int i = 0; i < SignInSettings.defaults().maxFailures(); i++) {
      assertThat(refusal(signedIn(), "nonsense").type()).isEqualTo(ProblemType.INVALID);
    }
    now = now.plusSeconds(30);
    Problem throttled = refusal(signedIn(), codes.code(secret, now));
    assertThat(throttled.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
    assertThat(throttled.headers()).containsKey("Retry-After");
  }

  @Test
  void oneSignInHasHalfOfTheTriesOfItsUser() {
    byte[] secret = active();
    Principal guesser = signedIn();
    for (int i = 0; i < SignInSettings.defaults().maxFailures() / 2; i++) {
      assertThat(refusal(guesser, "nonsense").type()).isEqualTo(ProblemType.INVALID);
    }
    assertThat(refusal(guesser, "nonsense").type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
    now = now.plusSeconds(30);
    verify(signedIn(), codes.code(secret, now));
  }

  @Test
  void whoGuessesSlowlyIsToldOfAndSignsInAnew() {
    byte[] secret = active();
    Principal whole = signedIn();
    now = now.plusSeconds(30);
    verify(whole, codes.code(secret, now));
    int max = AccountSettings.defaults().maxWrongCodes();
    guess(max - 1);
    Principal half = signedIn();
    assertThat(guessed()).isZero();
    assertThat(isKnown(half, Proof.SIGN_IN_WITHOUT_FACTOR)).isTrue();
    guess(1);
    assertThat(guessed()).isEqualTo(1);
    assertThat(isKnown(half, Proof.SIGN_IN_WITHOUT_FACTOR)).isFalse();
    assertThat(isKnown(whole)).isTrue();
    guess(max);
    assertThat(guessed()).isEqualTo(2);
    now = now.plusSeconds(30);
    guess(max - 1);
    now = now.plus(SignInSettings.defaults().failureWindow());
    verify(signedIn(), codes.code(secret, now));
    guess(1);
    assertThat(guessed()).isEqualTo(2);
  }

  /** Wrong codes, each by a sign-in of its own, so slowly that none is throttled. */
  private void guess(int times) {
    for (int i = 0; i < times; i++) {
      now = now.plus(SignInSettings.defaults().failureWindow().dividedBy(2));
      assertThat(refusal(signedIn(), "nonsense").type()).isEqualTo(ProblemType.INVALID);
    }
  }

  private int guessed() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT count(*) FROM outgoing_message WHERE kind = 'FACTOR_GUESSED'")
                .mapTo(Integer.class)
                .one());
  }

  private boolean isKnown(Principal principal, Proof proof) {
    return database.read(
        handle ->
            handle
                .attach(AccessTokenDao.class)
                .findByKey(organizationKey, principal.tokenKey(), now)
                .filter(token -> token.awaitsFactor() == (proof == Proof.SIGN_IN_WITHOUT_FACTOR))
                .isPresent());
  }

  @Test
  void aFactorThatIsTakenAwayLeavesNoHalfSignInBehind() {
    byte[] secret = active();
    Principal half = signedIn();
    now = now.plusSeconds(30);
    Principal whole = signedIn();
    verify(whole, codes.code(secret, now));
    new AccountRescue(database, PASSWORDS, () -> now).resetFactor("admin");
    assertThat(isKnown(half)).isFalse();
    assertThat(isKnown(whole)).isTrue();
    assertThat(signedIn().proof()).isEqualTo(Proof.SIGN_IN);
  }

  @Test
  void aSecretThatWasSealedWithAnotherKeyLetsNobodyIn() {
    byte[] secret = active();
    now = now.plusSeconds(30);
    SecondFactors elsewhere = factors(new Seal(Seal.newKey()));
    Principal half = signedIn();
    Problem problem =
        catchThrowableOfType(
                ProblemException.class,
                () -> elsewhere.verify(half, codes.code(secret, now), HERE, NOT_TOLD))
            .problem();
    assertThat(problem.errors()).containsKey("code");
  }

  @Test
  void aPasswordThatIsResetAtTheMachineEndsEverything() {
    Principal before = signedIn();
    String password =
        new AccountRescue(database, PASSWORDS, () -> now).resetPassword("admin").orElseThrow();
    assertThat(isKnown(before)).isFalse();
    SignIn signIn = new SignIn(database, PASSWORDS, SignInSettings.defaults(), () -> now);
    assertThat(signIn.grant("admin", password, null, HERE, (handle, organization, user) -> {}))
        .isNotNull();
    assertThat(new AccountRescue(database, PASSWORDS, () -> now).resetPassword("nobody")).isEmpty();
  }

  /** An authenticator that is confirmed. */
  private byte[] active() {
    Principal first = signedIn();
    byte[] secret = enrol(first);
    verify(first, codes.code(secret, now));
    return secret;
  }

  private byte[] enrol(Principal principal) {
    FactorSetup.Enrolment enrolment = factors.setup().enrol(principal, NOT_TOLD);
    assertThat(factors.setup().pendingUri(principal)).contains(enrolment.uri());
    Matcher secret = Pattern.compile("secret=([A-Z2-7]{32})&").matcher(enrolment.uri());
    assertThat(secret.find()).isTrue();
    assertThat(secret.group(1)).isEqualTo(enrolment.secret());
    String sealed =
        database.read(
            handle ->
                handle
                    .createQuery("SELECT pending_secret FROM second_factor")
                    .mapTo(String.class)
                    .one());
    assertThat(sealed).doesNotContain(enrolment.secret());
    return seal.open(sealed, "user:" + principal.userKey());
  }

  private SecondFactors factors(Seal with) {
    return factors(with, AccountSettings.defaults());
  }

  private SecondFactors factors(Seal with, AccountSettings settings) {
    return new SecondFactors(database, new Accounts(settings, with, Set.of()), () -> now);
  }

  /** As by signing in, without the time that a password takes. */
  private Principal signedIn() {
    String token = Secrets.token();
    Instant until = now.plus(Duration.ofHours(12));
    database.inTransaction(
        handle -> {
          handle
              .attach(AccessTokenDao.class)
              .create(organizationKey, userKey, Secrets.sha256(token), null, null, now, until);
          return null;
        });
    return tokens.find(token).orElseThrow();
  }

  /** The same token as it is now. */
  private Principal again(Principal principal) {
    boolean complete = tokens.stillMay(principal, "media.index");
    return new Principal(
        principal.organizationKey(),
        principal.userKey(),
        principal.tokenKey(),
        principal.permissions(),
        complete ? Proof.SIGN_IN : Proof.SIGN_IN_WITHOUT_FACTOR);
  }

  private boolean isKnown(Principal principal) {
    return tokens.stillMay(principal, "media.index");
  }

  private SecondFactors.Verified verify(Principal principal, String code) {
    return factors.verify(principal, code, HERE, NOT_TOLD);
  }

  private boolean verifies(Principal principal, String code) {
    try {
      verify(principal, code);
      return true;
    } catch (ProblemException e) {
      return false;
    }
  }

  private Problem refusal(Principal principal, String code) {
    return catchThrowableOfType(ProblemException.class, () -> verify(principal, code)).problem();
  }

  /** The code of the last message that was not replaced. */
  private String sent() {
    return database.read(
        handle ->
            handle
                .attach(MessageDao.class)
                .list(1, new MessageDao.Filter(null, MessageKind.FACTOR_CODE, null), 0, 1)
                .stream()
                .map(message -> Outbox.parameters(message).get("code"))
                .findFirst()
                .orElseThrow());
  }
}
