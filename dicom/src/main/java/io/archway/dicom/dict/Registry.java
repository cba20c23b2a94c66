package io.archway.dicom.dict;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the tab-separated resources that src/dictionary/generate.py writes. Stateless. */
final class Registry {
  static final Map<String, List<Vr>> SINGLE_VRS =
      Arrays.stream(Vr.values())
          .collect(Collectors.toMap(Vr::name, (Function<Vr, List<Vr>>) List::of));

  private Registry() {}

  static List<String[]> rows(String resource) {
    try (InputStream in = Registry.class.getResourceAsStream(resource);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16)) {
      List<String[]> rows = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          rows.add(line.split("\t", -1));
        }
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
