package io.archway.gateway.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.settings.Settings;
import io.archway.gateway.settings.SettingsLoader;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data folders that are given one index in PostgreSQL. */
class SharedIndexTest {
  private static EmbeddedPostgres server;
  private static int databases;

  @TempDir private Path folder;
  private Settings settings;

  @BeforeAll
  static void start() throws IOException {
    server = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void create() throws Exception {
    settings = on(newDatabase());
  }

  private static String newDatabase() throws Exception {
    String name = "shared" + ++databases;
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return name;
  }

  private static Settings on(String database) throws Exception {
    return new SettingsLoader()
        .environment(
            Map.of(
                "ARCHWAY_INDEX_URL", server.getJdbcUrl("postgres", database),
                "ARCHWAY_INDEX_USER", "postgres",
                "ARCHWAY_STORE_MINIMUM_FREE_SPACE", "0B"))
        .load();
  }

  @Test
  void anotherDataFolderIsRefusedAlsoWhenTheFirstIsNotInUse() throws Exception {
    try (OpenHome first = open("first")) {
      assertRefused("second");
      assertThat(first.database().isAvailable()).isTrue();
    }
    assertRefused("second");
    open("first").close();
  }

  private void assertRefused(String name) {
    assertThatThrownBy(() -> open(name))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining(folder.resolve("first").toString())
        .hasMessageContaining("write " + id("first"))
        .hasMessageContaining(folder.resolve(name).resolve(IndexHold.FILE).toString())
        .extracting(e -> ((CommandFailure) e).exitCode())
        .isEqualTo(ExitCode.IN_USE);
  }

  @Test
  void whoTakesThePlaceOfAnotherSaysSoByItsId() throws Exception {
    open("first").close();
    assertRefused("second");
    Files.writeString(folder.resolve("second").resolve(IndexHold.FILE), id("first") + "\n");
    open("second").close();
    Files.writeString(folder.resolve("second").resolve(IndexHold.FILE), "first'\n");
    assertThatThrownBy(() -> open("second"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("expected: 1 to 64 letters");
  }

  @Test
  void aDataFolderGoesWithItsIndexWhenItIsMoved() throws Exception {
    open("first").close();
    Files.move(folder.resolve("first"), folder.resolve("moved"));
    open("moved").close();
  }

  @Test
  void aCopyIsRefusedWhileTheFirstIsInUse() throws Exception {
    try (OpenHome first = open("first")) {
      Path copy = Files.createDirectories(folder.resolve("copy"));
      Files.writeString(copy.resolve(IndexHold.FILE), id("first") + "\n");
      assertThatThrownBy(() -> open("copy"))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining(first.folder().toString())
          .hasMessageContaining("one place at a time");
    }
    open("copy").close();
  }

  @Test
  void aNewDatabaseIsIndexedByTheSameDataFolder() throws Exception {
    open("first").close();
    settings = on(newDatabase());
    open("first").close();
  }

  private OpenHome open(String name) {
    return OpenHome.open(settings, Home.open(folder.resolve(name)));
  }

  private String id(String name) {
    try {
      return Files.readString(folder.resolve(name).resolve(IndexHold.FILE)).strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
