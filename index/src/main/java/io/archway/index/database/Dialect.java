package io.archway.index.database;

/** The two databases; the SQL is the same, what surrounds it is not. */
public enum Dialect {
  H2,
  POSTGRESQL;

  static Dialect ofUrl(String url) {
    if (url.startsWith("jdbc:h2:")) {
      return H2;
    }
    if (url.startsWith("jdbc:postgresql:")) {
      return POSTGRESQL;
    }
    throw new IllegalArgumentException(
        "database URL: " + url + " (expected: jdbc:h2:… or jdbc:postgresql:…)");
  }
}
