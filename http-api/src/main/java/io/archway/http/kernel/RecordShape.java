package io.archway.http.kernel;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A record as JSON sees it: its members under their names in a dialect, with their rules. Read by
 * reflection once and kept. Thread-safe.
 */
final class RecordShape {

  private static final Map<Key, RecordShape> SHAPES = new ConcurrentHashMap<>();
  private static final Set<Class<?>> SIMPLE =
      Set.of(
          String.class,
          int.class,
          Integer.class,
          long.class,
          Long.class,
          double.class,
          Double.class,
          boolean.class,
          Boolean.class,
          BigDecimal.class,
          LocalDate.class,
          Instant.class,
          com.fasterxml.jackson.databind.JsonNode.class);

  private final Class<? extends Record> type;
  private final MemberNaming naming;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Constructor<? extends Record> constructor;

  private record Key(Class<?> type, MemberNaming naming) {}

  /** One component. */
  record Member(String name, RecordComponent component, Pattern pattern) {

    boolean required() {
      return component.getType().isPrimitive()
          || component.isAnnotationPresent(Rule.Required.class);
    }

    Rule.Size size() {
      return component.getAnnotation(Rule.Size.class);
    }

    Rule.Range range() {
      return component.getAnnotation(Rule.Range.class);
    }

    Rule.Matches matches() {
      return component.getAnnotation(Rule.Matches.class);
    }

    boolean secret() {
      return component.isAnnotationPresent(Rule.Secret.class);
    }

    Type type() {
      return component.getGenericType();
    }
  }

  private RecordShape(Class<? extends Record> type, MemberNaming naming) {
    this.type = type;
    this.naming = naming;
    RecordComponent[] components = type.getRecordComponents();
    for (RecordComponent component : components) {
      Rule.Matches matches = component.getAnnotation(Rule.Matches.class);
      Rule.Name given = component.getAnnotation(Rule.Name.class);
      String name = given == null ? naming.nameOf(component.getName()) : given.value();
      Pattern pattern = matches == null ? null : Pattern.compile(matches.value());
      members.put(name, new Member(name, component, pattern));
    }
    this.constructor = constructorOf(type, components);
  }

  private static Constructor<? extends Record> constructorOf(
      Class<? extends Record> type, RecordComponent[] components) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  static RecordShape of(Class<? extends Record> type, MemberNaming naming) {
    Key key = new Key(type, naming);
    RecordShape shape = SHAPES.get(key);
    return shape != null ? shape : SHAPES.computeIfAbsent(key, k -> new RecordShape(type, naming));
  }

  Map<String, Member> members() {
    return members;
  }

  MemberNaming naming() {
    return naming;
  }

  /** Values in the order of the components. */
  Record create(Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a body cannot be made of. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    collectProblems(problems, new HashSet<>());
    return problems;
  }

  private void collectProblems(List<String> problems, Set<Class<?>> visited) {
    if (!visited.add(type)) {
      return;
    }
    for (Member member : members.values()) {
      String at = "body: " + type.getSimpleName() + "." + member.component().getName();
      checkType(member.type(), at, problems, visited);
      Class<?> raw = rawOf(elementOfChange(member.type()));
      if (member.matches() != null && raw != String.class) {
        problems.add(at + ": @Matches (expected: on a String)");
      }
      if (member.size() != null && raw != String.class && raw != List.class) {
        problems.add(at + ": @Size (expected: on a String or List)");
      }
      if (member.range() != null && !isNumber(raw)) {
        problems.add(at + ": @Range (expected: on a number)");
      }
    }
  }

  private static boolean isNumber(Class<?> raw) {
    return Number.class.isAssignableFrom(raw)
        || raw == int.class
        || raw == long.class
        || raw == double.class;
  }

  private void checkType(Type type, String at, List<String> problems, Set<Class<?>> visited) {
    Class<?> raw = rawOf(type);
    if (raw == List.class || raw == Change.class) {
      checkType(elementOf(type), at, problems, visited);
    } else if (raw.isRecord()) {
      of(raw.asSubclass(Record.class), naming).collectProblems(problems, visited);
    } else if (!raw.isEnum() && !SIMPLE.contains(raw)) {
      problems.add(at + ": type " + raw.getName() + " cannot be read from JSON");
    }
  }

  static Class<?> rawOf(Type type) {
    if (type instanceof Class<?> raw) {
      return raw;
    } else if (type instanceof ParameterizedType parameterized) {
      return (Class<?>) parameterized.getRawType();
    } else if (type instanceof WildcardType wildcard) {
      return rawOf(wildcard.getUpperBounds()[0]);
    }
    return Object.class;
  }

  /** The {@code T} of a {@code List<T>} or {@code Change<T>}. */
  static Type elementOf(Type type) {
    return type instanceof ParameterizedType parameterized
        ? parameterized.getActualTypeArguments()[0]
        : Object.class;
  }

  private static Type elementOfChange(Type type) {
    return rawOf(type) == Change.class ? elementOf(type) : type;
  }
}
