package io.archway.index.query;

import io.archway.index.database.Database;
import io.archway.index.database.Reading;
import io.archway.index.patient.NameKind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An information model as a table that says for each attribute with which column and how its keys
 * are matched, and how rows become answers. From it comes all SQL of a query: the one matching
 * engine of PS3.4 C.2.2.2. Immutable once built, thread-safe.
 */
public final class InformationModel<T> {
  /** What a row of a query becomes. */
  @FunctionalInterface
  public interface Answers<T> {
    T of(Reading row) throws SQLException;
  }

  /** child.column = parent.key. */
  record Join(Table child, String column, Table parent) {
    String reference() {
      return child.alias() + "." + column;
    }
  }

  /** A column of the base table that answers are ordered by; the last is unique. */
  record Order(String column, Class<?> type) {}

  private final Table base;
  private final String columns;
  private final Answers<T> answers;
  private final Set<Table> answered;
  private final Map<Table, Join> joins;
  private final List<String> scanPrefix;
  private final Set<String> scanOptional;
  private final List<Order> order;
  private final Map<AttributePath, Matching> attributes;

  private InformationModel(Builder<T> builder) {
    this.base = builder.base;
    this.columns = orderColumns(builder) + builder.columns;
    this.answers = builder.answers;
    this.answered = Set.copyOf(builder.answered);
    this.joins = Collections.unmodifiableMap(new LinkedHashMap<>(builder.joins));
    this.scanPrefix = List.copyOf(builder.scanPrefix);
    this.scanOptional = Set.copyOf(builder.scanOptional);
    this.order = List.copyOf(builder.order);
    this.attributes = Map.copyOf(builder.attributes);
  }

  private static String orderColumns(Builder<?> builder) {
    return builder.order.stream()
        .map(order -> builder.base.alias() + "." + order.column() + ", ")
        .collect(Collectors.joining());
  }

  /** Rows of {@code base} with these columns. */
  public static <T> Builder<T> of(Table base, String columns, Answers<T> answers) {
    return new Builder<>(base, columns, answers);
  }

  /** The attributes that keys are matched against. */
  public Set<AttributePath> attributes() {
    return attributes.keySet();
  }

  /** The keys that ask for a match that this model does not know (PS3.4 K.4.1.1.4: FF01). */
  public List<AttributePath> unsupported(List<MatchingKey> keys) {
    return keys.stream()
        .filter(key -> !key.isUniversal() && !attributes.containsKey(key.path()))
        .map(MatchingKey::path)
        .distinct()
        .toList();
  }

  /**
   * Answers in order, read in small groups as they are asked for, at most so many. Keys of unknown
   * attributes restrict nothing.
   *
   * @throws InvalidKeyException where a value of a key cannot be matched
   */
  public MatchCursor<T> find(Database database, Scope scope, List<MatchingKey> keys, int most) {
    return new MatchCursor<>(database, this, query(database, scope, keys), most);
  }

  /** The number of matches, counted up to {@code limit}. */
  public long count(Database database, Scope scope, List<MatchingKey> keys, long limit) {
    MatchQuery<T> query = query(database, scope, keys);
    return database.readInConnection(connection -> query.count(connection, limit));
  }

  MatchQuery<T> query(Database database, Scope scope, List<MatchingKey> keys) {
    return new MatchQuery<>(this, conditions(scope, keys), database.dialect());
  }

  private Conditions conditions(Scope scope, List<MatchingKey> keys) {
    List<Condition> all = new ArrayList<>(scope.conditions());
    scope.keys().forEach(key -> all.addAll(KeyCompiler.compile(attributes, List.of(key))));
    all.addAll(KeyCompiler.compile(attributes, keys));
    return new Conditions(scope.organizationKey(), all);
  }

  Table base() {
    return base;
  }

  /** Those of the order, then those of answers. */
  String columns() {
    return columns;
  }

  Answers<T> answers() {
    return answers;
  }

  /** A row's key as an expression that needs its table as little as may be. */
  String key(Table table) {
    return table.equals(base) ? base.alias() + "." + base.key() : joins.get(table).reference();
  }

  /** The tables to be joined to the base, in that order, so that these conditions can be read. */
  List<Join> joins(List<Condition> conditions) {
    Set<Table> needed = new HashSet<>();
    answered.forEach(table -> addWithPath(needed, table));
    for (Condition condition : conditions) {
      Table table = condition.table();
      boolean keyOnly = condition.readsKeyOnly() && !table.equals(base);
      addWithPath(needed, keyOnly ? joins.get(table).child() : table);
    }
    return joins.values().stream().filter(join -> needed.contains(join.parent())).toList();
  }

  private void addWithPath(Set<Table> needed, Table table) {
    pathToBase(table).forEach(join -> needed.add(join.parent()));
  }

  /** The joins that lead from a table to the base. */
  List<Join> pathToBase(Table from) {
    List<Join> path = new ArrayList<>();
    for (Table table = from; !table.equals(base); table = path.get(path.size() - 1).child()) {
      path.add(joins.get(table));
    }
    return path;
  }

  List<String> scanPrefix() {
    return scanPrefix;
  }

  Set<String> scanOptional() {
    return scanOptional;
  }

  List<Order> order() {
    return order;
  }

  /** The declarations of a model in the making. One thread. */
  public static final class Builder<T> {
    private final Table base;
    private final String columns;
    private final Answers<T> answers;
    private final List<Table> answered = new ArrayList<>();
    private final Map<Table, Join> joins = new LinkedHashMap<>();
    private final List<String> scanPrefix = new ArrayList<>(List.of("organization_key"));
    private final List<String> scanOptional = new ArrayList<>();
    private final List<Order> order = new ArrayList<>();
    private final Map<AttributePath, Matching> attributes = new LinkedHashMap<>();

    private Builder(Table base, String columns, Answers<T> answers) {
      this.base = base;
      this.columns = columns;
      this.answers = answers;
    }

    /** A table of which each row of {@code child}, which is there already, has one or none. */
    public Builder<T> join(Table child, String column, Table parent) {
      joins.put(parent, new Join(child, column, parent));
      return this;
    }

    /** Tables beside the base that answers name columns of. */
    public Builder<T> answeredFrom(Table... tables) {
      answered.addAll(List.of(tables));
      return this;
    }

    /** Columns, after the organization, that every index a scan may use begins with. */
    public Builder<T> scanPrefix(String... equalColumns) {
      scanPrefix.addAll(List.of(equalColumns));
      return this;
    }

    /** Columns with an index of their own after the prefix and before the order. */
    public Builder<T> scanOptional(String... equalColumns) {
      scanOptional.addAll(List.of(equalColumns));
      return this;
    }

    /** The last one must be unique. */
    public Builder<T> order(String column, Class<?> type) {
      order.add(new Order(column, type));
      return this;
    }

    public Builder<T> text(Table table, String column, Selectivity selectivity, int... path) {
      return put(new Matching.Text(table, column, selectivity), AttributePath.of(path));
    }

    public Builder<T> uid(Table table, String column, Selectivity selectivity, int... path) {
      return put(new Matching.Uid(table, column, selectivity), AttributePath.of(path));
    }

    public Builder<T> date(Table table, String column, Selectivity selectivity, int... path) {
      return put(new Matching.Date(table, column, selectivity), AttributePath.of(path));
    }

    /** A date and its time, whose ranges of the same form are one range of moments. */
    public Builder<T> dateAndTime(
        Table table,
        AttributePath date,
        String dateColumn,
        AttributePath time,
        String timeColumn,
        boolean combined) {
      Matching pair = new Matching.DateAndTime(table, date, dateColumn, time, timeColumn, combined);
      return put(pair, date).put(pair, time);
    }

    public Builder<T> name(Table table, NameKind kind, int... path) {
      return put(new Matching.Name(table, kind), AttributePath.of(path));
    }

    /** Text in a row of a side table; see {@link Matching.Row}. */
    public Builder<T> row(SideTable side, String column, boolean indexed, String any, int... path) {
      return put(new Matching.Row(side, column, indexed, any), AttributePath.of(path));
    }

    private Builder<T> put(Matching matching, AttributePath path) {
      if (attributes.put(path, matching) != null) {
        throw new IllegalStateException(path + " is declared twice");
      }
      return this;
    }

    public InformationModel<T> build() {
      if (order.isEmpty()) {
        throw new IllegalStateException("order: none (expected: >= 1 column)");
      }
      return new InformationModel<>(this);
    }
  }
}
