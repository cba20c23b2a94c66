package io.archway.index.database;

import java.util.Objects;

/**
 * Where the index lives and how long anyone waits for it. {@code url} is a JDBC URL of H2
 * (embedded) or of PostgreSQL; user and password are needed for PostgreSQL only. Of connections,
 * {@code arrivalConnections} are kept for what arrives, beside {@code maxConnections} for everybody
 * else. Times in milliseconds.
 */
public record DatabaseSettings(
    String url,
    String user,
    String password,
    int maxConnections,
    int arrivalConnections,
    int connectionTimeoutMillis,
    int statementTimeoutMillis,
    int lockTimeoutMillis) {
  /**
   * What every embedded H2 of ours is opened with, whatever file system its path names. Its trace
   * file would show statements with patients' names.
   */
  public static final String H2_OPTIONS =
      ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_ON_EXIT=FALSE"
          + ";QUERY_CACHE_SIZE=256;TRACE_LEVEL_FILE=0;WRITE_DELAY=5000";

  public DatabaseSettings {
    Objects.requireNonNull(url, "url");
    user = user == null ? "" : user;
    password = password == null ? "" : password;
    atLeast("maxConnections", maxConnections, 2);
    atLeast("arrivalConnections", arrivalConnections, 2);
    atLeast("connectionTimeoutMillis", connectionTimeoutMillis, 250);
    atLeast("statementTimeoutMillis", statementTimeoutMillis, 0);
    atLeast("lockTimeoutMillis", lockTimeoutMillis, 1);
  }

  /** Settings with the defaults of conf/archway.yaml for the given JDBC URL. */
  public static DatabaseSettings of(String url) {
    return of(url, "", "");
  }

  public static DatabaseSettings of(String url, String user, String password) {
    return new DatabaseSettings(url, user, password, 10, 6, 2_000, 10_000, 5_000);
  }

  /** An embedded H2 at a path of an H2 file system: {@code async:/var/lib/archway/index}. */
  public static DatabaseSettings h2(String path) {
    return of("jdbc:h2:" + path + H2_OPTIONS);
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
    }
  }

  @Override
  public String toString() {
    return "DatabaseSettings[url="
        + url
        + ", user="
        + user
        + ", maxConnections="
        + maxConnections
        + ", arrivalConnections="
        + arrivalConnections
        + "]";
  }
}
