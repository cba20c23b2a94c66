package io.archway.index.query;

/** From and to, both inclusive; null is open. */
record Range<T>(T from, T to) {
  boolean hasFormOf(Range<?> other) {
    return (from == null) == (other.from == null) && (to == null) == (other.to == null);
  }
}
