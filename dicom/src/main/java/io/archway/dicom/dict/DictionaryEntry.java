package io.archway.dicom.dict;

import java.util.List;

/**
 * What PS3.6 (or PS3.7 E for commands) says of a data element.
 *
 * @param tag the tag; of a repeating group the lowest, such as (6000,3000)
 * @param vrs the value representations, more than one where the standard says "US or SS"; none for
 *     items and delimiters
 * @param vm the multiplicity as printed, such as {@code 1-n}
 */
public record DictionaryEntry(
    int tag, List<Vr> vrs, String vm, String keyword, String name, boolean retired) {

  /**
   * The one to assume where the encoding does not say: OW before others (PS3.5 A.1), else first.
   */
  public Vr impliedVr() {
    return vrs.isEmpty() ? Vr.UN : vrs.contains(Vr.OW) ? Vr.OW : vrs.get(0);
  }
}
