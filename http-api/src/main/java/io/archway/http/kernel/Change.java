package io.archway.http.kernel;

/**
 * A member of a PATCH body: absent leaves unchanged, null clears. Body records use it as the type
 * of a component; a component of this type is never null.
 */
public record Change<T>(boolean given, T value) {

  public static <T> Change<T> absent() {
    return new Change<>(false, null);
  }

  public static <T> Change<T> to(T value) {
    return new Change<>(true, value);
  }

  /** The new value if one was given, else the current one. */
  public T orElse(T current) {
    return given ? value : current;
  }
}
