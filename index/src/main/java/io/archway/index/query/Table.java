package io.archway.index.query;

import java.util.Objects;

/** An entity of an information model: its table, the alias it has in queries, its key column. */
public record Table(String name, String alias, String key) {
  public Table {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(alias, "alias");
    Objects.requireNonNull(key, "key");
  }
}
