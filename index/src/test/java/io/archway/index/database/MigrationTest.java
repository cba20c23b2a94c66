package io.archway.index.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.association.AssociationDao;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
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
    Flyway flyway = flyway(settings, kind);
    flyway.migrate();
    try (var connection = flyway.getConfiguration().getDataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO association (association_key, organization_key, calling_ae_title,
            called_ae_title, address, contexts, started_at, objects_stored, objects_failed,
            bytes_received)
          VALUES (7, 1, 'SCANNER', 'ARCHWAY', '', '', '2026-01-02 03:04:05+00', 0, 0, 0)
          """);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    try (Database database = Database.open(settings)) {
      AssociationDao associations = Daos.of(database, AssociationDao.class);
      assertThat(associations.find(1, 7).orElseThrow().storeName()).isEqualTo("default");
      assertThat(associations.endAllOpen("default", Instant.EPOCH)).isOne();
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

  private static Flyway flyway(DatabaseSettings settings, TestDatabase kind) {
    return Flyway.configure()
        .dataSource(settings.url(), settings.user(), settings.password())
        .locations("classpath:db/migration")
        .target("1")
        .placeholders(Map.of("collate", kind == TestDatabase.POSTGRESQL ? "COLLATE \"C\"" : ""))
        .load();
  }
}
