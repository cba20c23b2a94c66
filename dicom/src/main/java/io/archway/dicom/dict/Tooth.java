package io.archway.dicom.dict;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A tooth as intra-oral images name it: the concepts of PS3.16 CID 4018 (permanent) and CID 4019
 * (deciduous), and its designation of ISO 3950. Older files use the codes of the retired schemes
 * SRT, SNM3 and 99SDM for the same concepts.
 *
 * <p>Immutable; the table is read at first use.
 *
 * @param iso3950 quadrant and position, {@code "11"} to {@code "85"}
 * @param sctCode the SNOMED CT concept
 * @param srtCode the same concept in SNOMED RT style
 * @param meaning its Code Meaning in English
 */
public record Tooth(String iso3950, String sctCode, String srtCode, String meaning) {

  /** All 52, permanent before deciduous, in the order of ISO 3950. */
  public static List<Tooth> all() {
    return Table.ALL;
  }

  /**
   * The tooth of a code, or null where the code is no tooth's. Scheme and value are taken trimmed;
   * SNOMED CT and RT codes cannot be confused, so a wrong scheme of the two does not matter.
   */
  public static Tooth ofCode(String value, String schemeDesignator) {
    if (value == null || schemeDesignator == null) {
      return null;
    }
    return switch (schemeDesignator) {
      case "SCT", "SRT", "SNM3", "99SDM", "2.16.840.1.113883.6.96" -> Table.BY_CODE.get(value);
      default -> null;
    };
  }

  /** The tooth of an ISO 3950 designation, or null. */
  public static Tooth ofIso3950(String designation) {
    return Table.BY_ISO.get(designation);
  }

  private static final class Table {
    static final List<Tooth> ALL = read();
    static final Map<String, Tooth> BY_CODE = new HashMap<>();
    static final Map<String, Tooth> BY_ISO = new HashMap<>();

    static {
      for (Tooth tooth : ALL) {
        BY_CODE.put(tooth.sctCode(), tooth);
        BY_CODE.put(tooth.srtCode(), tooth);
        BY_ISO.put(tooth.iso3950(), tooth);
      }
    }

    private static List<Tooth> read() {
      try (InputStream in = Tooth.class.getResourceAsStream("teeth.tsv");
          BufferedReader lines =
              new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        return lines
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split("\t"))
            .map(column -> new Tooth(column[0], column[1], column[2], column[3]))
            .toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
