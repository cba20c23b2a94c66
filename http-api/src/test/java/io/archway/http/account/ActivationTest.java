package io.archway.http.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.http.account.NewAccount.NewOffice;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.index.account.AccountDao;
import io.archway.index.account.FirstStart;
import io.archway.index.database.Database;
import io.archway.index.database.TestDatabase;
import io.archway.index.message.MessageDao;
import io.archway.index.message.MessageKind;
import io.archway.index.message.Outbox;
import io.archway.index.organization.OrganizationDao;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class ActivationTest {
  private static final PasswordHashing PASSWORDS = new PasswordHashing();
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @Parameter TestDatabase kind;
  private Database database;
  private long organizationKey;

  @BeforeEach
  void open() {
    database = kind.open();
    FirstStart.Names names =
        new FirstStart.Names("clinic", "Clinic", "Main office", List.of("ARCHWAY"), "admin");
    organizationKey = FirstStart.ensure(database, names, () -> "no hash", NOW).organizationKey();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void oneOfficeMoreThanTheLimitIsNotMadeAndTheCodeStaysGood() {
    String first = registered("first");
    String second = registered("second");
    activate(first, 2);
    assertThatThrownBy(() -> activate(second, 2))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().type()).isEqualTo(ProblemType.CONFLICT));
    assertThat(offices()).isEqualTo(2);
    assertThat(isThere("second")).isFalse();
    activate(second, 3);
    assertThat(offices()).isEqualTo(3);
    assertThat(isThere("second")).isTrue();
  }

  @Test
  void thoseWhoComeAtOnceAreCountedOneAfterTheOther() throws Exception {
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      codes.add(registered("dentist" + i));
    }
    AtomicInteger made = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> tries = new ArrayList<>();
      for (String code : codes) {
        tries.add(
            threads.submit(
                () -> {
                  try {
                    activate(code, 2);
                    made.incrementAndGet();
                  } catch (ProblemException e) {
                    assertThat(e.problem().type()).isEqualTo(ProblemType.CONFLICT);
                  }
                }));
      }
      for (Future<?> each : tries) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(made).hasValue(1);
    assertThat(offices()).isEqualTo(2);
  }

  private void activate(String code, int maxOffices) {
    AccountSettings settings = AccountSettings.defaults().withRegistrationMaxOffices(maxOffices);
    new Activation(database, settings, () -> NOW).activate(code, HERE, (handle, account) -> {});
  }

  /** The code of somebody who registered with an office. */
  private String registered(String name) {
    new Registering(database, PASSWORDS, AccountSettings.defaults(), () -> NOW)
        .register(
            new NewAccount(
                name,
                name + "@clinic.example",
                "correct horse",
                "Nora",
                null,
                "Novak",
                "dentist",
                null,
                new NewOffice(
                    "Office of " + name, "Street 1", "Floor 2", "Graz", "Styria", "80100"),
                null,
                Map.of()),
            HERE);
    return database.read(
        handle ->
            handle
                .attach(MessageDao.class)
                .list(
                    organizationKey,
                    new MessageDao.Filter(null, MessageKind.ACTIVATION, null),
                    0,
                    1)
                .stream()
                .map(message -> Outbox.parameters(message).get("code"))
                .findFirst()
                .orElseThrow());
  }

  private int offices() {
    return database.read(
        handle -> handle.attach(OrganizationDao.class).countOffices(organizationKey));
  }

  private boolean isThere(String name) {
    return database.read(handle -> handle.attach(AccountDao.class).findByLogin(name)).isPresent();
  }
}
