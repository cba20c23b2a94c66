package io.archway.index.database;

import javax.sql.DataSource;

final class Schema {
  private Schema() {}

  static void bringUpToDate(DataSource pool, Dialect dialect) {}
}
