package io.archway.index.query;

import io.archway.index.database.SqlText;
import io.archway.index.patient.FoldedName;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Makes conditions of keys, as the declarations of an information model say (PS3.4 C.2.2.2). */
final class KeyCompiler {
  /** Longer lists of UIDs are refused. */
  static final int MAX_VALUES = 1_024;

  /** The same of names, and of values with wild cards: each is a condition of its own. */
  static final int MAX_PATTERNS = 64;

  /** No column that is matched holds more; PS3.5 allows its VR less. */
  static final int MAX_VALUE_LENGTH = 1_024;

  private final Map<AttributePath, Matching> declared;
  private final List<Condition> conditions = new ArrayList<>();
  private final Map<SideTable, List<RowsCondition.Part>> rows = new LinkedHashMap<>();

  private KeyCompiler(Map<AttributePath, Matching> declared) {
    this.declared = declared;
  }

  /** Keys of attributes that are not declared make no condition. */
  static List<Condition> compile(Map<AttributePath, Matching> declared, List<MatchingKey> keys) {
    KeyCompiler compiler = new KeyCompiler(declared);
    Map<AttributePath, MatchingKey> byPath = new LinkedHashMap<>();
    keys.stream().filter(key -> !key.isUniversal()).forEach(key -> byPath.put(key.path(), key));
    Set<Matching> matchings = new LinkedHashSet<>();
    for (MatchingKey key : byPath.values()) {
      Matching matching = declared.get(key.path());
      if (matching != null
          && (!(matching instanceof Matching.DateAndTime) || matchings.add(matching))) {
        compiler.add(matching, key, byPath);
      }
    }
    compiler.rows.forEach((side, parts) -> compiler.conditions.add(new RowsCondition(side, parts)));
    return compiler.conditions;
  }

  private void add(Matching matching, MatchingKey key, Map<AttributePath, MatchingKey> byPath) {
    if (key.values().size() > MAX_VALUES) {
      throw new InvalidKeyException(
          key.path(), key.values().size() + " values (expected: <= " + MAX_VALUES + ")");
    }
    int longest = key.values().stream().mapToInt(String::length).max().orElse(0);
    if (longest > MAX_VALUE_LENGTH) {
      throw new InvalidKeyException(
          key.path(), longest + " characters (expected: <= " + MAX_VALUE_LENGTH + ")");
    }
    if (matching instanceof Matching.Text text) {
      addText(text, key);
    } else if (matching instanceof Matching.Uid uid) {
      addEqual(uid.table(), uid.column(), uid.selectivity(), key.values());
    } else if (matching instanceof Matching.Date date) {
      addDate(date, key);
    } else if (matching instanceof Matching.DateAndTime pair) {
      addDateAndTime(pair, byPath.get(pair.date()), byPath.get(pair.time()));
    } else if (matching instanceof Matching.Name name) {
      addName(name, key);
    } else if (matching instanceof Matching.Row row) {
      addRow(row, key);
    }
  }

  private void addText(Matching.Text text, MatchingKey key) {
    List<TextPattern> patterns = key.values().stream().map(TextPattern::of).toList();
    if (patterns.stream().anyMatch(TextPattern::isUniversal)) {
      return;
    }
    if (patterns.stream().allMatch(TextPattern::isExact)) {
      // a list finds rows only by an index that begins with its column, as those of UIDs do
      Selectivity selectivity = key.values().size() == 1 ? text.selectivity() : Selectivity.NONE;
      addEqual(text.table(), text.column(), selectivity, key.values());
      return;
    }
    verifyFew(key);
    boolean ranged = patterns.size() == 1 && !patterns.get(0).prefix().isEmpty();
    Selectivity selectivity =
        ranged && text.selectivity() != Selectivity.NONE ? Selectivity.FEW : Selectivity.NONE;
    conditions.add(
        new ColumnCondition(
            text.table(),
            Set.of(text.column()),
            null,
            selectivity,
            (sql, alias) -> appendAny(sql, patterns, alias + text.column())));
  }

  private static void verifyFew(MatchingKey key) {
    if (key.values().size() > MAX_PATTERNS) {
      throw new InvalidKeyException(
          key.path(), key.values().size() + " values (expected: <= " + MAX_PATTERNS + ")");
    }
  }

  private static void appendAny(SqlText sql, List<TextPattern> patterns, String column) {
    if (patterns.size() == 1) {
      patterns.get(0).append(sql, column);
      return;
    }
    for (int i = 0; i < patterns.size(); i++) {
      sql.add(i == 0 ? "((" : " OR (");
      patterns.get(i).append(sql, column);
      sql.add(")");
    }
    sql.add(")");
  }

  private void addEqual(Table table, String column, Selectivity selectivity, List<String> values) {
    List<String> distinct = values.stream().distinct().toList();
    conditions.add(
        new ColumnCondition(
            table,
            Set.of(column),
            distinct.size() == 1 ? column : null,
            selectivity,
            (sql, alias) -> appendEqual(sql, alias + column, distinct)));
  }

  private static void appendEqual(SqlText sql, String column, List<String> values) {
    if (values.size() == 1) {
      sql.add(column + " = ?", values.get(0));
    } else {
      sql.add(column + " IN ").addIn(values);
    }
  }

  private void addDate(Matching.Date date, MatchingKey key) {
    Range<LocalDate> range = TemporalKeys.dates(key.path(), single(key));
    boolean day = range.from() != null && range.from().equals(range.to());
    conditions.add(
        new ColumnCondition(
            date.table(),
            Set.of(date.column()),
            day ? date.column() : null,
            day ? date.selectivity() : Selectivity.NONE,
            (sql, alias) -> appendRange(sql, alias + date.column(), range)));
  }

  private static String single(MatchingKey key) {
    if (key.values().size() > 1) {
      throw new InvalidKeyException(
          key.path(), key.values().size() + " values (expected: one, or a range)");
    }
    return key.values().get(0);
  }

  private static void appendRange(SqlText sql, String column, Range<?> range) {
    if (range.from() != null && range.from().equals(range.to())) {
      sql.add(column + " = ?", range.from());
      return;
    }
    if (range.from() != null) {
      sql.add(column + " >= ?", range.from());
    }
    if (range.to() != null) {
      sql.add((range.from() == null ? "" : " AND ") + column + " <= ?", range.to());
    }
  }

  /** Ranges of the same form are concatenated (C.2.2.2.5.4); others are matched each by itself. */
  private void addDateAndTime(Matching.DateAndTime pair, MatchingKey date, MatchingKey time) {
    Range<LocalDate> dates = date == null ? null : TemporalKeys.dates(pair.date(), single(date));
    Range<LocalTime> times = time == null ? null : TemporalKeys.times(pair.time(), single(time));
    boolean bothRanges =
        dates != null
            && times != null
            && TemporalKeys.isRangeOfDates(date.values().get(0))
            && TemporalKeys.isRangeOfTimes(time.values().get(0));
    boolean moments = pair.combined() && bothRanges && dates.hasFormOf(times);
    if (dates != null) {
      add(pair.table(), pair.dateColumn(), dates);
    }
    if (moments) {
      addMoments(pair, dates, times);
    } else if (times != null) {
      add(pair.table(), pair.timeColumn(), times);
    }
  }

  private void add(Table table, String column, Range<?> range) {
    boolean single = range.from() != null && range.from().equals(range.to());
    conditions.add(
        new ColumnCondition(
            table,
            Set.of(column),
            single ? column : null,
            Selectivity.NONE,
            (sql, alias) -> appendRange(sql, alias + column, range)));
  }

  /** The times at both ends; the dates between have a condition of their own. */
  private void addMoments(
      Matching.DateAndTime pair, Range<LocalDate> dates, Range<LocalTime> times) {
    if (times.from() != null) {
      addEnd(pair, ">", ">=", dates.from(), times.from());
    }
    if (times.to() != null) {
      addEnd(pair, "<", "<=", dates.to(), times.to());
    }
  }

  private void addEnd(
      Matching.DateAndTime pair, String beyond, String within, LocalDate date, LocalTime time) {
    BiConsumer<SqlText, String> expression =
        (sql, alias) ->
            sql.add(
                "(%1$s%2$s %4$s ? OR (%1$s%2$s = ? AND %1$s%3$s %5$s ?))"
                    .formatted(alias, pair.dateColumn(), pair.timeColumn(), beyond, within),
                date,
                date,
                time);
    conditions.add(
        new ColumnCondition(
            pair.table(),
            Set.of(pair.dateColumn(), pair.timeColumn()),
            null,
            Selectivity.NONE,
            expression));
  }

  private void addName(Matching.Name name, MatchingKey key) {
    verifyFew(key);
    SideTable side =
        new SideTable(
            "person_name",
            name.table(),
            "owner_key",
            Set.of(),
            null,
            "x.kind = '" + name.kind().name() + "'");
    List<List<Condition>> any =
        key.values().stream().map(value -> nameConditions(side, value)).toList();
    if (any.size() == 1) {
      conditions.addAll(any.get(0));
    } else if (any.stream().noneMatch(List::isEmpty)) {
      conditions.add(new AnyCondition(name.table(), any));
    }
  }

  /**
   * A key of one group matches any group of a name, since devices write ideographs there, too; of
   * several, each matches the group in its place.
   */
  private static List<Condition> nameConditions(SideTable side, String value) {
    List<String> groups = FoldedName.patternGroups(value);
    boolean single = groups.get(1).isEmpty() && groups.get(2).isEmpty();
    List<Condition> all = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      NamePattern pattern = NamePattern.of(groups.get(i));
      if (!groups.get(i).isEmpty() && !pattern.isUniversal()) {
        all.add(new RowsCondition(side, nameParts(pattern, single ? 0 : i + 1)));
      }
    }
    return all;
  }

  private static List<RowsCondition.Part> nameParts(NamePattern pattern, int group) {
    List<RowsCondition.Part> parts = new ArrayList<>();
    parts.add(
        new RowsCondition.Part(
            pattern.hasPrefix(), pattern.isExact(), sql -> appendName(sql, pattern)));
    if (group > 0) {
      parts.add(new RowsCondition.Part(false, false, sql -> sql.add("x.name_group = ?", group)));
    }
    return parts;
  }

  private static void appendName(SqlText sql, NamePattern pattern) {
    if (pattern.mayContinue() && pattern.hasPrefix()) {
      new TextPattern(pattern.base().prefix() + FoldedName.ANY).append(sql, "x.folded");
      sql.add(" AND ");
    }
    appendAny(sql, pattern.alternatives(), "x.folded");
  }

  private void addRow(Matching.Row row, MatchingKey key) {
    List<TextPattern> patterns = key.values().stream().map(TextPattern::of).toList();
    if (patterns.stream().anyMatch(TextPattern::isUniversal)) {
      return;
    }
    boolean exact = patterns.stream().allMatch(TextPattern::isExact);
    if (!exact) {
      verifyFew(key);
    }
    boolean ranged =
        exact || row.any() == null && patterns.size() == 1 && !patterns.get(0).prefix().isEmpty();
    rows.computeIfAbsent(row.side(), side -> new ArrayList<>())
        .add(
            new RowsCondition.Part(
                row.indexed() && ranged,
                false,
                sql -> appendRow(sql, row, exact ? key.values() : null, patterns)));
  }

  private static void appendRow(
      SqlText sql, Matching.Row row, List<String> exact, List<TextPattern> patterns) {
    String column = "x." + row.column();
    if (exact != null) {
      List<String> values = new ArrayList<>(exact);
      if (row.any() != null) {
        values.add(row.any());
      }
      appendEqual(sql, column, values.stream().distinct().toList());
    } else if (row.any() == null) {
      appendAny(sql, patterns, column);
    } else {
      sql.add("(" + column + " = ? OR (", row.any());
      appendAny(sql, patterns, column);
      sql.add("))");
    }
  }
}
