package io.archway.index.database;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.RowMapperFactory;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Every record is mapped by its constructor; a column in snake case fills the component of its
 * name, and each component has one. What fills what is found out once for all queries of the same
 * columns: Jdbi's own mapper does so for each query, which takes longer than most of them.
 */
final class RecordRowMapper<T> implements RowMapper<T> {
  private final Constructor<T> constructor;
  private final RecordComponent[] components;
  private final Map<List<String>, RowMapper<T>> ofColumns = new ConcurrentHashMap<>();

  private RecordRowMapper(Class<T> type) {
    components = type.getRecordComponents();
    Class<?>[] parameters = new Class<?>[components.length];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = components[i].getType();
    }
    try {
      constructor = type.getDeclaredConstructor(parameters);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
    constructor.setAccessible(true);
  }

  /** Of one Jdbi, as what is found out is by the types of columns that it knows. */
  static RowMapperFactory factory() {
    Map<Class<?>, RecordRowMapper<?>> known = new ConcurrentHashMap<>();
    return (type, config) ->
        type instanceof Class<?> candidate && candidate.isRecord()
            ? Optional.of(known.computeIfAbsent(candidate, RecordRowMapper::new))
            : Optional.empty();
  }

  @Override
  public T map(ResultSet row, StatementContext context) throws SQLException {
    return specialize(row, context).map(row, context);
  }

  @Override
  public RowMapper<T> specialize(ResultSet rows, StatementContext context) throws SQLException {
    List<String> columns = columns(rows.getMetaData());
    RowMapper<T> known = ofColumns.get(columns);
    if (known == null) {
      known = of(columns, context);
      ofColumns.put(columns, known);
    }
    return known;
  }

  private static List<String> columns(ResultSetMetaData described) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= described.getColumnCount(); i++) {
      columns.add(described.getColumnLabel(i));
    }
    return columns;
  }

  private RowMapper<T> of(List<String> columns, StatementContext context) {
    List<String> plain = columns.stream().map(RecordRowMapper::plain).toList();
    int[] positions = new int[components.length];
    ColumnMapper<?>[] mappers = new ColumnMapper<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      positions[i] = plain.indexOf(plain(component.getName())) + 1;
      if (positions[i] == 0) {
        throw new IllegalArgumentException(
            "%s: no column for %s among %s"
                .formatted(
                    constructor.getDeclaringClass().getName(), component.getName(), columns));
      }
      mappers[i] = context.findColumnMapperFor(component.getGenericType()).orElseThrow();
    }
    return (row, ctx) -> {
      Object[] values = new Object[mappers.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = mappers[i].map(row, positions[i], ctx);
      }
      return make(values);
    };
  }

  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  private T make(Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
