package io.archway.http.documents;

import io.archway.http.kernel.Rule;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/**
 * A document or a mount in a list. {@code filePath} is always blank: files lie in the store, not in
 * folders.
 */
record DocumentView(
    long docNum,
    long mountNum,
    @Rule.Name("filePath") String filePath,
    String description,
    String note,
    String dateCreated,
    @Rule.Name("docCategory") String categoryName,
    @Rule.Name("DocCategory") long categoryNumber,
    String toothNumbers,
    @Rule.Name("DateTStamp") String changed,
    @Rule.Name("serverDateTime") String serverDateTime) {
  private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  static String text(LocalDateTime time) {
    return time == null ? "" : FORM.format(time);
  }
}
