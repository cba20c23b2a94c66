package io.archway.index.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.association.AssociationDao;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An index of an earlier version, with rows in it, is brought up to date when it is opened. */
class MigrationTest {
  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void associationsOfTheFirstVersionBelongToTheOnlyStoreThereWas(TestDatabase kind)
      throws IOException {
    DatabaseSettings settings = emptyDatabase(kind);
    fill(
        flyway(settings, kind, "1"),
        """
        INSERT INTO association (association_key, organization_key, calling_ae_title,
          called_ae_title, address, contexts, started_at, objects_stored, objects_failed,
          bytes_received)
        VALUES (7, 1, 'SCANNER', 'ARCHWAY', '', '', '2026-01-02 03:04:05+00', 0, 0, 0)
        """);
    try (Database database = Database.open(settings)) {
      AssociationDao associations = Daos.of(database, AssociationDao.class);
      assertThat(associations.find(1, 7).orElseThrow().storeName()).isEqualTo("default");
      assertThat(associations.endAllOpen("default", Instant.EPOCH)).isOne();
    }
  }

  /** Who was bound to all offices that there were saw what belongs to none, too. */
  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void whoIsBoundToTheOnlyOfficeSeesAllOfThem(TestDatabase kind) throws IOException {
    DatabaseSettings settings = emptyDatabase(kind);
    fill(
        flyway(settings, kind, "24"),
        office(1, 1, null),
        office(2, 1, "'2026-01-02 03:04:05+00'"),
        office(3, 2, null),
        office(4, 2, null),
        user(1, 1),
        user(2, 1),
        user(3, 2),
        "INSERT INTO user_office (user_key, office_key) VALUES (1, 1), (3, 3), (3, 4)",
        """
        INSERT INTO patient_word (organization_key, word, patient_key)
        VALUES (1, 'jo', 9), (1, 'kim', 9), (2, 'jo', 8)
        """);
    for (int start = 1; start <= 2; start++) {
      try (Database database = Database.open(settings)) {
        assertThat(keys(database, "SELECT user_key FROM user_account WHERE all_offices"))
            .containsExactly(1L);
        assertThat(
                keys(
                    database,
                    """
                    SELECT patient_key FROM patient_word
                    WHERE words LIKE '% jo%' AND words LIKE '% kim%'
                    """))
            .containsExactly(9L, 9L);
      }
    }
  }

  private static String office(int key, int organization, String deleted) {
    return """
        INSERT INTO office (office_key, organization_key, name, created_at, updated_at, deleted_at)
        VALUES (%d, %d, 'Office %1$d', '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00', %s)
        """
        .formatted(key, organization, deleted);
  }

  private static String user(int key, int organization) {
    return """
        INSERT INTO user_account (user_key, organization_key, username, username_folded,
          password_hash, is_active, created_at, updated_at)
        VALUES (%d, %d, 'u%1$d', 'u%1$d', '', TRUE, '2026-01-01 00:00:00+00',
          '2026-01-01 00:00:00+00')
        """
        .formatted(key, organization);
  }

  private static List<Long> keys(Database database, String sql) {
    return database.read(handle -> handle.createQuery(sql).mapTo(Long.class).list());
  }

  private static void fill(Flyway flyway, String... rows) {
    flyway.migrate();
    try (var connection = flyway.getConfiguration().getDataSource().getConnection();
        var statement = connection.createStatement()) {
      for (String row : rows) {
        statement.execute(row);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DatabaseSettings emptyDatabase(TestDatabase kind) throws IOException {
    if (kind == TestDatabase.H2) {
      return DatabaseSettings.h2("async:" + TestDatabase.newFolder().resolve("index"));
    }
    TestDatabase.Server.execute("DROP DATABASE IF EXISTS first_version");
    TestDatabase.Server.execute("CREATE DATABASE first_version");
    return TestDatabase.Server.settings("first_version");
  }

  private static Flyway flyway(DatabaseSettings settings, TestDatabase kind, String version) {
    return Flyway.configure()
        .dataSource(settings.url(), settings.user(), settings.password())
        .locations("classpath:db/migration")
        .target(version)
        .placeholders(Map.of("collate", kind == TestDatabase.POSTGRESQL ? "COLLATE \"C\"" : ""))
        .load();
  }
}
