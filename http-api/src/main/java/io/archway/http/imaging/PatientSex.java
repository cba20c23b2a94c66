package io.archway.http.imaging;

import static java.util.Locale.ROOT;

import io.archway.http.kernel.FieldErrors;
import java.util.regex.Pattern;

/** Patient's Sex (0010,0040) as people and programs write it: its codes, or their words. */
public final class PatientSex {
  /** The value of a rule. */
  public static final String PATTERN =
      "\\s*([MmFfOo]|[Mm](ale|ALE)|[Ff](emale|EMALE)|[Oo](ther|THER))?\\s*";

  public static final String MEANING = "M, F or O (or male, female, other)";
  private static final Pattern FORM = Pattern.compile(PATTERN);

  private PatientSex() {}

  /** The code; null for none. What is of another form was refused before. */
  public static String of(String text) {
    return text == null || text.isBlank() ? null : text.strip().substring(0, 1).toUpperCase(ROOT);
  }

  /** The same of a text that nobody has looked at yet. */
  public static String of(String field, String text, FieldErrors errors) {
    if (FORM.matcher(text).matches()) {
      return of(text);
    }
    errors.add(field, "expected: " + MEANING);
    return null;
  }
}
