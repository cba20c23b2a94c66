package io.archway.gateway.cli;

import io.archway.gateway.settings.Form;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Values of options: what cannot be read is answered with what was expected. */
final class Converters {
  private Converters() {}

  /** One function each: two alike end the dump of a class-data archive by JDK 17 with SIGSEGV. */
  static void register(CommandLine commandLine) {
    ITypeConverter<Integer> integers = Converters::integer;
    ITypeConverter<Long> numbers = Converters::number;
    commandLine
        .registerConverter(Path.class, Converters::path)
        .registerConverter(LocalDate.class, Converters::date)
        .registerConverter(Integer.class, integers)
        .registerConverter(int.class, integers)
        .registerConverter(Long.class, numbers)
        .registerConverter(long.class, numbers);
  }

  private static Path path(String text) {
    try {
      if (!text.isEmpty()) {
        return Path.of(text);
      }
    } catch (InvalidPathException e) {
      throw expected(text, "a path");
    }
    throw expected(text, "a path");
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw expected(text, "a date such as 2026-01-31");
    }
  }

  private static Integer integer(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw expected(text, "a whole number");
    }
  }

  private static Long number(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw expected(text, "a whole number");
    }
  }

  static TypeConversionException expected(String text, String expectation) {
    String shown = text.isEmpty() ? "nothing" : text;
    return new TypeConversionException(shown + " (expected: " + expectation + ")");
  }

  /** PS3.5 6.2, AE. */
  static final class AeTitle implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      if (!text.matches(Form.AE_TITLE)) {
        throw expected(text, Form.AE_TITLE_EXPECTED);
      }
      return text;
    }
  }
}
