package io.archway.index.query;

import io.archway.index.database.Database;
import io.archway.index.database.Reading;
import io.archway.index.patient.NameKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
  public interface Answers<T, R> {
    R map(Reading row) throws SQLException;

    /** Makes answers of rows that were read together. */
    List<T> complete(Connection connection, List<R> rows) throws SQLException;
  }

  /** child.column = parent.key. */
  record Join(Table child, String column, Table parent) {
    String sql(Table next) {
      return " LEFT JOIN %s %s ON %s.%s = %s.%s"
          .formatted(
              next.name(), next.alias(), child.alias(), column, parent.alias(), parent.key());
    }
  }

  /** A column of the base table that answers are ordered by; the last is unique. */
  record Order(String column, Class<?> type) {}

  private final Table base;
  private final String columns;
  private final Answers<T, ?> answers;
  private final Map<Table, String> joins;
  private final List<String> scanPrefix;
  private final Set<String> scanOptional;
  private final List<Order> order;
  private final Map<AttributePath, Matching> attributes;

  private InformationModel(Builder<T> builder) {
    this.base = builder.base;
    this.columns = orderColumns(builder) + builder.columns;
    this.answers = builder.answers;
    this.joins = joins(builder.joins, base);
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

  private static Map<Table, String> joins(List<Join> joins, Table base) {
    Set<Table> tables = new LinkedHashSet<>(Set.of(base));
    joins.forEach(join -> tables.addAll(List.of(join.child(), join.parent())));
    return tables.stream()
        .collect(Collectors.toUnmodifiableMap(table -> table, table -> joinsFrom(table, joins)));
  }

  private static String joinsFrom(Table first, List<Join> joins) {
    StringBuilder sql = new StringBuilder();
    Set<Table> joined = new HashSet<>(Set.of(first));
    boolean progress = true;
    while (progress) {
      progress = false;
      for (Join join : joins) {
        if (joined.contains(join.child()) != joined.contains(join.parent())) {
          Table next = joined.contains(join.child()) ? join.parent() : join.child();
          sql.append(join.sql(next));
          progress = joined.add(next);
        }
      }
    }
    return sql.toString();
  }

  /** Rows of {@code base} with these columns, which may name joined tables. */
  public static <T> Builder<T> of(Table base, String columns, Answers<T, ?> answers) {
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

  Answers<T, ?> answers() {
    return answers;
  }

  /** All other tables, each beside one that is there already. */
  String joinsFrom(Table first) {
    return joins.get(first);
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
    private final Answers<T, ?> answers;
    private final List<Join> joins = new ArrayList<>();
    private final List<String> scanPrefix = new ArrayList<>(List.of("organization_key"));
    private final List<String> scanOptional = new ArrayList<>();
    private final List<Order> order = new ArrayList<>();
    private final Map<AttributePath, Matching> attributes = new LinkedHashMap<>();

    private Builder(Table base, String columns, Answers<T, ?> answers) {
      this.base = base;
      this.columns = columns;
      this.answers = answers;
    }

    public Builder<T> join(Table child, String column, Table parent) {
      joins.add(new Join(child, column, parent));
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
