package io.archway.index.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** DAOs and records work as Jdbi's own do, on one handle after the other. */
class LazyDaosTest {
  private static final Instant MOMENT = Instant.parse("2026-11-22T10:00:00.123456Z");

  public record Row(long bigKey, String someText, Instant at, List<String> words, int none) {
    public Row {
      if (bigKey < 0) {
        throw new IllegalStateException("below zero");
      }
    }
  }

  public record Other(long bigKey, String missing) {}

  public interface RowDao extends SqlObject {
    String COLUMNS =
        "CAST(:key AS bigint) AS big_key, CAST(:text AS varchar) AS some_text, CAST(:at AS timestamp"
            + " with time zone) AS at, CAST(NULL AS int) AS none";

    @SqlQuery("SELECT ARRAY['a', 'b'] AS words, " + COLUMNS)
    Row one(long key, String text, Instant at);

    @SqlQuery("SELECT " + COLUMNS + ", ARRAY['c'] AS words, 7 AS more")
    Optional<Row> otherwise(long key, String text, Instant at);

    @SqlQuery("SELECT 1 AS big_key")
    Other other();

    default Row twice(long key) {
      Row first = one(key, null, MOMENT);
      return one(first.bigKey() * 2, "twice", null);
    }

    default long counted() {
      return getHandle().createQuery("SELECT 5").mapTo(long.class).one();
    }

    default void broken() {
      throw new IllegalArgumentException("as thrown");
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void areAttachedToEachHandle(TestDatabase kind) {
    try (Database database = kind.open()) {
      for (int i = 0; i < 3; i++) {
        int key = i;
        database.read(
            handle -> {
              RowDao rows = handle.attach(RowDao.class);
              assertThat(rows.one(key, "x", MOMENT))
                  .isEqualTo(new Row(key, "x", MOMENT, List.of("a", "b"), 0));
              assertThat(rows.otherwise(key, null, null))
                  .contains(new Row(key, null, null, List.of("c"), 0));
              assertThat(rows.twice(4)).isEqualTo(new Row(8, "twice", null, List.of("a", "b"), 0));
              assertThat(rows.counted()).isEqualTo(5);
              return null;
            });
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void tellWhatWentWrong(TestDatabase kind) {
    try (Database database = kind.open()) {
      database.read(
          handle -> {
            RowDao rows = handle.attach(RowDao.class);
            assertThatThrownBy(rows::broken).hasMessage("as thrown");
            assertThatThrownBy(() -> rows.one(-1, null, null))
                .hasStackTraceContaining("below zero");
            assertThatThrownBy(rows::other)
                .hasStackTraceContaining("Other: no column for missing among [big_key]");
            return null;
          });
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void areThemselves(TestDatabase kind) {
    try (Database database = kind.open()) {
      database.read(
          handle -> {
            RowDao rows = handle.attach(RowDao.class);
            RowDao others = handle.attach(RowDao.class);
            assertThat(rows).isEqualTo(rows).isNotEqualTo(others).hasSameHashCodeAs(rows);
            assertThat(rows.toString()).isEqualTo("RowDao");
            return null;
          });
    }
  }
}
