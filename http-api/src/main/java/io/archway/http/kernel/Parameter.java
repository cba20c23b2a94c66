package io.archway.http.kernel;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A typed parameter of a path or a query, declared once as a constant and read with {@link
 * Request#get(Parameter)}. A query parameter of a wrong form is an error that names it; a path
 * variable of a wrong form names nothing and is answered with 404.
 */
public final class Parameter<T> {

  /** Where a parameter stands. */
  public enum In {
    PATH,
    QUERY
  }

  private final In in;
  private final String name;
  private final ValueType<T> type;
  private final boolean required;
  private final T fallback;
  private final boolean repeatable;
  private final String description;

  private Parameter(
      In in,
      String name,
      ValueType<T> type,
      boolean required,
      T fallback,
      boolean repeatable,
      String description) {
    this.in = in;
    this.name = name;
    this.type = type;
    this.required = required;
    this.fallback = fallback;
    this.repeatable = repeatable;
    this.description = description;
  }

  /** A key of ours in the path: 1 to 2^63 - 1. */
  public static Parameter<Long> pathKey(String name) {
    return of(In.PATH, name, ValueType.ofLong(1, Long.MAX_VALUE));
  }

  /** A path segment of 1 to {@code maxLength} characters. */
  public static Parameter<String> pathText(String name, int maxLength) {
    return of(In.PATH, name, ValueType.ofText(1, maxLength));
  }

  /** A DICOM UID in the path (PS3.5 9.1). */
  public static Parameter<String> pathUid(String name) {
    return of(In.PATH, name, ValueType.ofUid());
  }

  public static <E extends Enum<E>> Parameter<E> pathEnum(String name, Class<E> type) {
    return of(In.PATH, name, ValueType.ofEnum(type));
  }

  public static Parameter<Integer> queryInt(String name, int min, int max) {
    return of(In.QUERY, name, ValueType.ofInt(min, max));
  }

  public static Parameter<Long> queryLong(String name, long min, long max) {
    return of(In.QUERY, name, ValueType.ofLong(min, max));
  }

  /** Zero to {@code maxLength} characters; control characters are refused. */
  public static Parameter<String> queryText(String name, int maxLength) {
    return of(In.QUERY, name, ValueType.ofText(0, maxLength));
  }

  /** {@code true}, {@code false}, {@code 1} or {@code 0}. */
  public static Parameter<Boolean> queryBoolean(String name) {
    return of(In.QUERY, name, ValueType.ofBoolean());
  }

  /** A calendar date, {@code 2026-03-01}. */
  public static Parameter<LocalDate> queryDate(String name) {
    return of(In.QUERY, name, ValueType.ofDate());
  }

  /** A moment with offset, {@code 2026-03-01T10:00:00Z}. */
  public static Parameter<Instant> queryInstant(String name) {
    return of(In.QUERY, name, ValueType.ofInstant());
  }

  /** One of the constants' names in lower case ({@code NEWEST_FIRST} is {@code newest_first}). */
  public static <E extends Enum<E>> Parameter<E> queryEnum(String name, Class<E> type) {
    return of(In.QUERY, name, ValueType.ofEnum(type));
  }

  private static <T> Parameter<T> of(In in, String name, ValueType<T> type) {
    return new Parameter<>(in, name, type, in == In.PATH, null, false, "");
  }

  /** Absence of this query parameter is an error. */
  public Parameter<T> required() {
    return new Parameter<>(in, name, type, true, null, repeatable, description);
  }

  /** The value when the query does not have it. */
  public Parameter<T> or(T value) {
    return new Parameter<>(in, name, type, false, value, repeatable, description);
  }

  public Parameter<T> described(String text) {
    return new Parameter<>(in, name, type, required, fallback, repeatable, text);
  }

  /** Text that also matches {@code pattern} as a whole; {@code expectation} says it in words. */
  public Parameter<T> matching(Pattern pattern, String expectation) {
    return new Parameter<>(
        in, name, type.matching(pattern, expectation), required, fallback, repeatable, description);
  }

  /**
   * May stand up to {@code max} times: {@code modality=CT&modality=PX}, or with {@code modality[]}
   * or {@code modality[0]} as its name. Absent: an empty list.
   */
  public Parameter<List<T>> repeatable(int max) {
    return new Parameter<>(in, name, type.repeated(max), required, List.of(), true, description);
  }

  /**
   * Another Java type made of this one; {@code parse} throws IllegalArgumentException with text.
   */
  public <U> Parameter<U> map(Function<T, U> parse) {
    return new Parameter<>(in, name, type.map(parse), required, null, repeatable, description);
  }

  public In in() {
    return in;
  }

  public String name() {
    return name;
  }

  public boolean isRequired() {
    return required;
  }

  public boolean isRepeatable() {
    return repeatable;
  }

  public String description() {
    return description;
  }

  ValueType<T> type() {
    return type;
  }

  T fallback() {
    return fallback;
  }
}
