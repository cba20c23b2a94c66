package io.archway.http.documents;

import io.archway.http.imaging.upload.EnteredFiles;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file in a patient's folder is called: {@code _135_name.jpg}, where 135 is the number of a
 * category and no part of its name, or {@code name.jpg}. Pure.
 *
 * @param category null where none is said
 */
record DroppedName(Long category, EnteredFiles.Name name) {
  private static final Pattern PREFIXED = Pattern.compile("_([0-9]{1,18})_(.*)", Pattern.DOTALL);

  static DroppedName of(String file) {
    Matcher parts = PREFIXED.matcher(file);
    return parts.matches()
        ? new DroppedName(Long.valueOf(parts.group(1)), name(parts.group(2)))
        : new DroppedName(null, name(file));
  }

  private static EnteredFiles.Name name(String text) {
    if (text.isEmpty() || text.startsWith(".")) {
      return new EnteredFiles.Name("", text.replace(".", ""));
    }
    EnteredFiles.Name name = EnteredFiles.Name.of(text);
    return new EnteredFiles.Name(FileNames.clean(name.base()), name.extension());
  }
}
