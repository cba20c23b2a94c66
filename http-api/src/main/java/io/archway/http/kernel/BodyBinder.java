package io.archway.http.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.http.kernel.RecordShape.Member;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a record of a JSON object and finds everything that is wrong with it: wrong types, missing
 * and unknown members, broken rules. Used for one body by one thread.
 */
final class BodyBinder {

  private static final int MAX_DECIMAL_DIGITS = 40;

  private final Dialect dialect;
  private final MemberNaming naming;
  private final boolean lenient;
  private final String missing;
  private final FieldErrors errors = new FieldErrors();

  /** Members of the top whose form is right. */
  private final Map<String, Object> wellFormed = new LinkedHashMap<>();

  private BodyBinder(Dialect dialect) {
    this.dialect = dialect;
    this.naming = dialect.naming();
    this.lenient = dialect.lenient();
    this.missing = dialect.missing();
  }

  /** Adds to what is wrong with the form. */
  interface References {
    void check(Map<String, Object> members, FieldErrors errors) throws Exception;
  }

  static Record bind(
      JsonNode tree, Class<? extends Record> type, Dialect dialect, References references)
      throws Exception {
    if (!tree.isObject()) {
      throw new ProblemException(ProblemType.BAD_REQUEST, "body: not a JSON object");
    }
    BodyBinder binder = new BodyBinder(dialect);
    Record body = binder.record(tree, type, "");
    if (!binder.errors.isEmpty()) {
      references.check(binder.wellFormed, binder.errors);
    }
    binder.errors.throwIfAny();
    return body;
  }

  /** Nothing is declared: nothing may be said. */
  static void requireNothing(JsonNode tree, Dialect dialect) {
    if (!dialect.lenient() && !(tree.isMissingNode() || tree.isObject() && tree.isEmpty())) {
      throw new ProblemException(ProblemType.BAD_REQUEST, "body (expected: none)");
    }
  }

  private Record record(JsonNode object, Class<? extends Record> type, String path) {
    int errorsBefore = errors.count();
    RecordShape shape = RecordShape.of(type, naming);
    refuseUnknown(object, shape, path);
    Object[] values = new Object[shape.members().size()];
    int i = 0;
    for (Member member : shape.members().values()) {
      values[i] = component(object.get(member.name()), member, path + member.name());
      if (path.isEmpty()) {
        keep(member.name(), values[i]);
      }
      i++;
    }
    if (errors.count() > errorsBefore) {
      return null;
    }
    Record value = shape.create(values);
    if (value instanceof Rule.Across across) {
      across.check(errors);
    }
    return value;
  }

  private void keep(String name, Object value) {
    Object said = value instanceof Change<?> change ? change.value() : value;
    if (said != null) {
      wellFormed.put(name, said);
    }
  }

  private void refuseUnknown(JsonNode object, RecordShape shape, String path) {
    if (lenient) {
      return;
    }
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!shape.members().containsKey(name)) {
        String shown = name.length() > 64 ? name.substring(0, 64) : name;
        errors.add(path + shown, "unknown member" + Suggestion.of(name, shape.members().keySet()));
      }
    }
  }

  private Object component(JsonNode node, Member member, String path) {
    Type type = member.type();
    if (RecordShape.rawOf(type) == Change.class) {
      return node == null
          ? Change.absent()
          : Change.to(given(node, RecordShape.elementOf(type), member, path));
    }
    return given(node, type, member, path);
  }

  private Object given(JsonNode node, Type type, Member member, String path) {
    if (node == null || node.isNull()) {
      if (member.required()) {
        errors.add(path, missing);
      }
      return null;
    }
    try {
      Object value = value(node, type, member, path);
      boolean blank = node.isTextual() && node.textValue().isBlank();
      if (member.required() && blank) {
        errors.add(path, missing);
      }
      return value;
    } catch (IllegalArgumentException e) {
      errors.add(path, e.getMessage());
      return null;
    }
  }

  private Object value(JsonNode node, Type type, Member member, String path) {
    Class<?> raw = RecordShape.rawOf(type);
    if (raw == String.class) {
      return text(node, member);
    } else if (raw == int.class || raw == Integer.class) {
      return (int) integer(node, member, Integer.MIN_VALUE, Integer.MAX_VALUE);
    } else if (raw == long.class || raw == Long.class) {
      return integer(node, member, Long.MIN_VALUE, Long.MAX_VALUE);
    } else if (raw == double.class || raw == Double.class) {
      return decimal(node, member).doubleValue();
    } else if (raw == BigDecimal.class) {
      return decimal(node, member);
    } else if (raw == boolean.class || raw == Boolean.class) {
      return truth(node);
    } else if (raw == LocalDate.class) {
      return dialect.date(textOf(node, "a date like 2026-03-01"));
    } else if (raw == Instant.class) {
      return ValueType.instant(textOf(node, "a moment like 2026-03-01T10:00:00Z"));
    } else if (raw == List.class) {
      return list(node, RecordShape.elementOf(type), member, path);
    } else if (raw == JsonNode.class) {
      return node;
    }
    return composed(node, raw, path);
  }

  private Object composed(JsonNode node, Class<?> raw, String path) {
    if (raw.isEnum()) {
      return constant(node, raw);
    }
    if (!node.isObject()) {
      throw ValueType.expected("an object");
    }
    return record(node, raw.asSubclass(Record.class), path + ".");
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Object constant(JsonNode node, Class<?> raw) {
    Class<? extends Enum> type = raw.asSubclass(Enum.class);
    return ValueType.constant(
        textOf(node, "one of " + String.join(", ", ValueType.names((Class) type))), (Class) type);
  }

  private static String text(JsonNode node, Member member) {
    Rule.Size size = member.size();
    int max = size == null ? Rule.DEFAULT_MAX_TEXT : size.max();
    String text = ValueType.text(textOf(node, "a text"), size == null ? 0 : size.min(), max);
    if (member.pattern() != null && !member.pattern().matcher(text).matches()) {
      throw ValueType.expected(member.matches().meaning());
    }
    return text;
  }

  private static String textOf(JsonNode node, String expectation) {
    if (!node.isTextual()) {
      throw ValueType.expected(expectation);
    }
    return node.textValue();
  }

  private Object truth(JsonNode node) {
    JsonNode value = dialect.looseValues() ? LooseValues.truth(node) : node;
    if (!value.isBoolean()) {
      throw ValueType.expected("true or false");
    }
    return value.booleanValue();
  }

  private long integer(JsonNode node, Member member, long typeMin, long typeMax) {
    Rule.Range range = member.range();
    long min = range == null ? typeMin : Math.max(typeMin, range.min());
    long max = range == null ? typeMax : Math.min(typeMax, range.max());
    JsonNode value = dialect.looseValues() ? LooseValues.integer(node) : node;
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < min
        || value.longValue() > max) {
      throw ValueType.expected("an integer from %d to %d".formatted(min, max));
    }
    return value.longValue();
  }

  private static BigDecimal decimal(JsonNode node, Member member) {
    if (!node.isNumber()) {
      throw ValueType.expected("a number");
    }
    BigDecimal value = node.decimalValue();
    if (value.precision() > MAX_DECIMAL_DIGITS
        || Math.abs((long) value.scale()) > MAX_DECIMAL_DIGITS) {
      throw ValueType.expected("a number of at most %d digits".formatted(MAX_DECIMAL_DIGITS));
    }
    Rule.Range range = member.range();
    if (range != null
        && (value.compareTo(BigDecimal.valueOf(range.min())) < 0
            || value.compareTo(BigDecimal.valueOf(range.max())) > 0)) {
      throw ValueType.expected("a number from %d to %d".formatted(range.min(), range.max()));
    }
    return value;
  }

  private Object list(JsonNode node, Type element, Member member, String path) {
    if (!node.isArray()) {
      throw ValueType.expected("an array");
    }
    Rule.Size size = RecordShape.rawOf(element) == String.class ? null : member.size();
    int max = size == null ? Rule.DEFAULT_MAX_ITEMS : size.max();
    if (node.size() > max || size != null && node.size() < size.min()) {
      throw new IllegalArgumentException(
          "elements: %d (expected: %d to %d)"
              .formatted(node.size(), size == null ? 0 : size.min(), max));
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      values.add(element(node.get(i), element, member, path + "." + i));
    }
    return errors.isEmpty() ? List.copyOf(values) : null;
  }

  private Object element(JsonNode node, Type type, Member member, String path) {
    try {
      if (node.isNull()) {
        throw ValueType.expected("not null");
      }
      return value(node, type, member, path);
    } catch (IllegalArgumentException e) {
      errors.add(path, e.getMessage());
      return null;
    }
  }
}
