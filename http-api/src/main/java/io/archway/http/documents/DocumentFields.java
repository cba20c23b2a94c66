package io.archway.http.documents;

import io.archway.http.kernel.FieldErrors;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;

/** What all ways of entering a document say of it, and what is wrong with that. Pure. */
record DocumentFields(
    Long category, ImageKind kind, String description, LocalDateTime createdOn, String teeth) {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);

  static DocumentFields of(
      Long category,
      String kind,
      String description,
      String created,
      String teeth,
      FieldErrors errors) {
    return new DocumentFields(
        category,
        kind(kind, errors),
        description == null ? null : description.strip(),
        created == null ? null : time(created, errors),
        teeth(teeth, errors));
  }

  private static ImageKind kind(String text, FieldErrors errors) {
    ImageKind kind = text == null ? ImageKind.DOCUMENT : ImageKind.of(text).orElse(null);
    if (kind == null) {
      errors.add("ImgType", "expected: Document, Radiograph, Photo, File or Attachment");
    }
    return kind;
  }

  private static LocalDateTime time(String text, FieldErrors errors) {
    try {
      LocalDateTime time = LocalDateTime.parse(text, FORM);
      if (time.getYear() >= 1 && time.getYear() <= 9999) {
        return time;
      }
    } catch (DateTimeException e) {
      errors.add("DateCreated", "expected: a time like 2022-03-15 14:30:00");
      return null;
    }
    errors.add("DateCreated", "expected: a time between the years 1 and 9999");
    return null;
  }

  private static String teeth(String text, FieldErrors errors) {
    try {
      return text == null ? null : ToothNumbers.expand(text);
    } catch (IllegalArgumentException e) {
      errors.add("ToothNumbers", e.getMessage());
      return null;
    }
  }
}
