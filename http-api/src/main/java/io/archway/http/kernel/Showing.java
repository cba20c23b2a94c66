package io.archway.http.kernel;

import io.archway.index.audit.RecordKey;
import io.archway.index.audit.RecordKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Which records an endpoint shows, as its declaration says. A reading endpoint of which nothing is
 * said is recorded without records.
 *
 * @param declared whether anything was said
 * @param variables path variables that name a record
 * @param rows records that the answer, or each item of it, is
 */
public record Showing(boolean declared, List<Variable> variables, List<Rows<?>> rows) {

  static final Showing UNSAID = new Showing(false, List.of(), List.of());
  static final Showing NOTHING = new Showing(true, List.of(), List.of());

  /** A record by the path. */
  public record Variable(RecordKind kind, Parameter<Long> parameter) {}

  /** A record by what is answered. */
  public record Rows<T>(RecordKind kind, Class<T> type, Function<T, Long> key) {
    void add(Object item, List<RecordKey> records) {
      Long found = type.isInstance(item) ? key.apply(type.cast(item)) : null;
      if (found != null) {
        records.add(new RecordKey(kind, found));
      }
    }
  }

  public Showing {
    variables = List.copyOf(variables);
    rows = List.copyOf(rows);
  }

  Showing variable(RecordKind kind, Parameter<Long> parameter) {
    List<Variable> more = new ArrayList<>(variables);
    more.add(new Variable(kind, parameter));
    return new Showing(true, more, rows);
  }

  <T> Showing each(RecordKind kind, Class<T> type, Function<T, Long> key) {
    List<Rows<?>> more = new ArrayList<>(rows);
    more.add(new Rows<>(kind, type, key));
    return new Showing(true, variables, more);
  }

  /** Whoever asks so is told to the audit as a reader; who changes says so in their transaction. */
  public boolean isRecorded(Method method) {
    return method == Method.GET && !equals(NOTHING);
  }

  /** Whether it was said that nobody's records are shown or changed. */
  public boolean isSilent() {
    return equals(NOTHING);
  }

  /** Records that the path names. */
  List<RecordKey> named(Route route, List<String> values) {
    List<RecordKey> records = new ArrayList<>();
    for (Variable variable : variables) {
      int index = route.variables().indexOf(variable.parameter.name());
      Long key = index < 0 ? null : key(values.get(index));
      if (key != null) {
        records.add(new RecordKey(variable.kind, key));
      }
    }
    return records;
  }

  private static Long key(String text) {
    return text.matches("[0-9]{1,18}") ? Long.valueOf(text) : null;
  }

  /** Records that an answer's value, list or page of values shows. */
  void addShown(Object value, List<RecordKey> records) {
    if (value instanceof Page<?> page) {
      page.items().forEach(item -> addShown(item, records));
    } else if (value instanceof List<?> list) {
      list.forEach(item -> addShown(item, records));
    } else {
      rows.forEach(row -> row.add(value, records));
    }
  }
}
