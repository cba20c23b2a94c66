package io.archway.http.patients;

/** A CSV file that cannot be read any further; its text says from which line on, and why. */
public final class CsvFileException extends RuntimeException {

  private static final long serialVersionUID = 1;

  CsvFileException(int line, String text) {
    super("line %d: %s".formatted(line, text));
  }
}
