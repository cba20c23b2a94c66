package io.archway.dicom.dict;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the tab-separated resources that src/dictionary/generate.py writes. Stateless. */
final class Registry {
  private Registry() {}

  static byte[] bytes(String resource) {
    try (InputStream in = Registry.class.getResourceAsStream(resource)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The columns of each row that is no comment. */
  static List<String[]> rows(String resource) {
    List<String[]> rows = new ArrayList<>();
    String text = new String(bytes(resource), StandardCharsets.UTF_8);
    for (int start = 0; start < text.length(); ) {
      int end = text.indexOf('\n', start);
      if (text.charAt(start) != '#') {
        rows.add(text.substring(start, end).split("\t", -1));
      }
      start = end + 1;
    }
    return rows;
  }
}
