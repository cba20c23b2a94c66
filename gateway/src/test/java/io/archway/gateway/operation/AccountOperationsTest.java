package io.archway.gateway.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.home.Home;
import io.archway.gateway.home.OpenHome;
import io.archway.gateway.home.SealKey;
import io.archway.gateway.settings.Secret;
import io.archway.gateway.settings.Settings;
import io.archway.gateway.settings.SettingsLoader;
import io.archway.http.access.Permission;
import io.archway.http.account.AccessTokens;
import io.archway.http.account.SignIn;
import io.archway.http.account.SignInSettings;
import io.archway.http.kernel.Principal;
import io.archway.http.kernel.ProblemException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is locked out is let in by whoever has the machine; the key of what is sealed stays. */
class AccountOperationsTest {
  private static final Secret NONE = new Secret("");

  @TempDir private Path folder;
  private final Lines report = new Lines();
  private Settings settings;
  private Path home;

  @BeforeEach
  void load() throws Exception {
    settings =
        new SettingsLoader()
            .environment(
                Map.of(
                    "ARCHWAY_ADMIN_PASSWORD", "correct horse",
                    "ARCHWAY_STORE_MINIMUM_FREE_SPACE", "0B"))
            .load();
    home = folder.resolve("home");
    OpenHome.open(settings, Home.open(home)).close();
  }

  @Test
  void aResetPasswordIsShownOnceAndTheOldOneIsWorthNothing() throws Exception {
    assertThat(run("reset-password", "ADMIN")).isEqualTo(ExitCode.OK);
    String line = report.last();
    String password = line.replaceAll(".* the password (\\S+), which .*", "$1");
    assertThat(password).hasSize(20);
    try (OpenHome open = OpenHome.open(settings, Home.open(home))) {
      assertThat(signIn(open, password)).isNotNull();
      assertThatThrownBy(() -> signIn(open, "correct horse")).isInstanceOf(ProblemException.class);
    }
  }

  @Test
  void aTokenIsShownOnceGoodUntilItIsRevokedAndToldToItsUser() throws Exception {
    assertThat(run("token", "create", "ADMIN", "sync", "patient.index,patient.show", ""))
        .isEqualTo(ExitCode.OK);
    String token = report.last();
    String id = report.lines().get(report.lines().size() - 2).replaceAll("Token (\\d+), .*", "$1");
    run("token", "create", "admin", "all", "", "30");
    assertThat(run("token", "list", "")).isEqualTo(ExitCode.OK);
    assertThat(report.starting(id + "  admin  sync  patient.index patient.show  made "))
        .singleElement()
        .asString()
        .endsWith("good until it is revoked");
    assertThat(report.last()).isEqualTo("2 tokens");
    assertThat(report.lines().stream().filter(line -> line.contains(token))).hasSize(1);
    try (OpenHome open = OpenHome.open(settings, Home.open(home))) {
      InstantSource inCenturies = () -> Instant.parse("2326-01-01T00:00:00Z");
      Principal holder =
          new AccessTokens(open.database(), Permission.all(), inCenturies)
              .find(token)
              .orElseThrow();
      assertThat(holder.proof()).isEqualTo(Principal.Proof.PERSONAL_TOKEN);
      assertThat(holder.permissions()).containsExactlyInAnyOrder("patient.index", "patient.show");
      int told =
          open.database()
              .read(
                  handle ->
                      handle
                          .createQuery(
                              "SELECT count(*) FROM outgoing_message WHERE kind = 'TOKEN_CREATED'")
                          .mapTo(Integer.class)
                          .one());
      assertThat(told).isEqualTo(2);
    }
    assertThat(run("token", "revoke", id)).isEqualTo(ExitCode.OK);
    run("token", "list", "admin");
    assertThat(report.last()).isEqualTo("1 tokens");
    assertThatThrownBy(() -> run("token", "revoke", id))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("no such token");
  }

  @Test
  void aTokenIsForAUserWhoIsThereAndNoMoreThanTheyMay() {
    assertThatThrownBy(() -> run("token", "create", "nobody", "sync", "", ""))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("nobody: no such user");
    assertThatThrownBy(() -> run("token", "create", "admin", "sync", "patient.indx", ""))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("patient.indx: no such permission");
    assertThatThrownBy(() -> run("token", "list", "nobody"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("nobody: no such user");
  }

  @Test
  void aFactorThatIsNotThereIsSaidAndAnUnknownUserIsAnError() throws Exception {
    assertThat(run("reset-factor", "admin")).isEqualTo(ExitCode.OK);
    assertThat(report.lines()).contains("The user admin had no second factor.");
    CommandFailure failure =
        catchThrowableOfType(CommandFailure.class, () -> run("reset-factor", "nobody"));
    assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(failure).hasMessageContaining("nobody: no such user");
  }

  @Test
  void theKeyIsItsOwnersAloneAndGoesWithABackup() throws Exception {
    SealKey.open(home, NONE);
    Path file = home.resolve(SealKey.FILE);
    String key = Files.readString(file);
    SealKey.open(home, NONE);
    assertThat(Files.readString(file)).isEqualTo(key).matches("[0-9a-f]{64}\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Path backup = folder.resolve("backup");
    assertThat(run("backup", backup.toString())).isEqualTo(ExitCode.OK);
    Path restored = folder.resolve("restored");
    assertThat(new Restore(backup, restored, settings).run(report)).isEqualTo(ExitCode.OK);
    assertThat(Files.readString(restored.resolve(SealKey.FILE))).isEqualTo(key);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(backup.resolve(SealKey.FILE))))
        .isEqualTo("rw-------");
  }

  @Test
  void aKeyThatIsNoneStopsTheStartAndOneOfTheSettingsNeedsNoFile() throws Exception {
    Files.writeString(home.resolve(SealKey.FILE), "secret\n");
    assertThatThrownBy(() -> SealKey.open(home, NONE))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("64 hexadecimal digits")
        .hasMessageNotContaining("secret");
    assertThat(SealKey.open(home, new Secret("00".repeat(32)))).isNotNull();
  }

  private ExitCode run(String... request) throws Exception {
    return new OperationRunner(home, settings).run(List.of(request), report);
  }

  private static SignIn.Granted signIn(OpenHome open, String password) {
    return new SignIn(
            open.database(), open.passwords(), SignInSettings.defaults(), InstantSource.system())
        .grant(
            "admin",
            password,
            null,
            InetAddress.getLoopbackAddress(),
            (handle, organizationKey, userKey) -> {});
  }
}
