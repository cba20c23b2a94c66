package io.archway.index.database;

/** SQL interfaces for tests: each call runs on a connection of its own and commits. */
public final class Daos {
  private Daos() {}

  public static <D> D of(Database database, Class<D> type) {
    return database.jdbi().onDemand(type);
  }
}
