package io.archway.http.kernel;

/** Which rows of a list are asked for. {@code number} counts pages from 1. */
public record PageRequest(int number, int size) {

  public long offset() {
    return (number - 1L) * size;
  }
}
