package io.archway.http.multipart;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines before a part's content (RFC 7578 4.2, RFC 6266 for names beyond ASCII). Pure. */
final class PartHeads {
  private static final int MAX_NAME_LENGTH = 255;

  private static final Pattern DISPOSITION =
      Pattern.compile("^content-disposition:\\s*form-data(.*)$", Pattern.CASE_INSENSITIVE);

  /**
   * A backslash escapes a quotation mark alone: old browsers send paths of Windows. Possessive, so
   * that a long name takes no stack.
   */
  private static final Pattern PARAMETER =
      Pattern.compile(";\\s*([A-Za-z*]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\\"|\\\\)*+)\"|([^;\\s]*))");

  private PartHeads() {}

  /** Null where the part has no name. */
  static PartHead parse(String text) {
    for (String line : text.split("\r\n")) {
      Matcher disposition = DISPOSITION.matcher(line);
      if (disposition.find()) {
        return of(disposition.group(1));
      }
    }
    return null;
  }

  private static PartHead of(String parameters) {
    String name = null;
    String fileName = null;
    String extended = null;
    Matcher parameter = PARAMETER.matcher(parameters);
    while (parameter.find()) {
      String value =
          parameter.group(2) == null
              ? parameter.group(3)
              : parameter.group(2).replace("\\\"", "\"");
      switch (parameter.group(1).toLowerCase(java.util.Locale.ROOT)) {
        case "name" -> name = value;
        case "filename" -> fileName = value;
        case "filename*" -> extended = extended(value);
        default -> {
          continue;
        }
      }
    }
    String called = extended == null ? fileName : extended;
    return name == null ? null : new PartHead(name, called == null ? null : clean(called));
  }

  /** RFC 8187; what is not UTF-8 is as if it were not said. */
  private static String extended(String value) {
    String prefix = "utf-8''";
    if (!value.regionMatches(true, 0, prefix, 0, prefix.length())) {
      return null;
    }
    try {
      String escaped = value.substring(prefix.length()).replace("+", "%2B");
      return URLDecoder.decode(escaped, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The last of a path, for people to read. */
  static String clean(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    String printable = last.replaceAll("\\p{Cntrl}", "").strip();
    int length = Math.min(printable.length(), MAX_NAME_LENGTH);
    boolean cutsPair = length > 0 && Character.isHighSurrogate(printable.charAt(length - 1));
    return printable.substring(0, cutsPair ? length - 1 : length);
  }
}
