package io.archway.index.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
  @TempDir Path folder;

  @Test
  void databaseOfAnotherProcessIsRefused() throws Exception {
    Path file = folder.resolve("index");
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                "async:" + file)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(holder.inputReader().lines().anyMatch("open"::equals)).isTrue();
      assertThatThrownBy(() -> Database.open(DatabaseSettings.h2("async:" + file)))
          .isInstanceOfSatisfying(
              IndexOpenException.class,
              e ->
                  assertThat(e.reason())
                      .isEqualTo(IndexOpenException.Reason.LOCKED_BY_ANOTHER_PROCESS));
    } finally {
      holder.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void databaseThatWasClosedIsUnavailableNotBroken() {
    Database database = Database.open(DatabaseSettings.h2("async:" + folder.resolve("index")));
    database.close();
    assertThat(database.isAvailable()).isFalse();
    assertThatThrownBy(() -> database.durably(handle -> handle.execute("SELECT 1")))
        .isInstanceOf(IndexUnavailableException.class);
    assertThat(Files.exists(folder.resolve("index.mv.db"))).isTrue();
  }

  @Test
  void unknownUrlIsRefused() {
    assertThatThrownBy(() -> Database.open(DatabaseSettings.of("jdbc:oracle:x")))
        .hasMessage("database URL: jdbc:oracle:x (expected: jdbc:h2:… or jdbc:postgresql:…)");
  }

  @Test
  void settingsAreCheckedAtTheirLimits() {
    assertThat(new DatabaseSettings("u", null, null, 2, 2, 250, 0, 1).user()).isEmpty();
    assertThatThrownBy(() -> new DatabaseSettings("u", "", "", 1, 2, 250, 0, 1))
        .hasMessage("maxConnections: 1 (expected: >= 2)");
    assertThatThrownBy(() -> new DatabaseSettings("u", "", "", 2, 1, 250, 0, 1))
        .hasMessage("arrivalConnections: 1 (expected: >= 2)");
    assertThatThrownBy(() -> new DatabaseSettings("u", "", "", 2, 2, 249, 0, 1))
        .hasMessage("connectionTimeoutMillis: 249 (expected: >= 250)");
  }

  /** Opens a database and holds it until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws InterruptedException {
      Database.open(DatabaseSettings.h2(arguments[0]));
      System.out.println("open");
      Thread.currentThread().join();
    }
  }
}
