package io.archway.index.query;

import io.archway.index.patient.NameKind;

/** How the keys of one attribute are matched, and with what. */
sealed interface Matching {
  Table table();

  /** AE, CS, LO, SH and other text: single value and wild card, with case. */
  record Text(Table table, String column, Selectivity selectivity) implements Matching {}

  /** Single value and list. */
  record Uid(Table table, String column, Selectivity selectivity) implements Matching {}

  /** Single value and range. */
  record Date(Table table, String column, Selectivity selectivity) implements Matching {}

  /** A date and a time; ranges of both are one range of moments if {@code combined}. */
  record DateAndTime(
      Table table,
      AttributePath date,
      String dateColumn,
      AttributePath time,
      String timeColumn,
      boolean combined)
      implements Matching {}

  /** By component group, without case and diacritics. */
  record Name(Table table, NameKind kind) implements Matching {}

  /**
   * Text in rows of a side table; keys of the same side table must match in the same row. A row
   * that holds {@code any} matches every key; null where there is no such value.
   */
  record Row(SideTable side, String column, boolean indexed, String any) implements Matching {
    @Override
    public Table table() {
      return side.owner();
    }
  }
}
