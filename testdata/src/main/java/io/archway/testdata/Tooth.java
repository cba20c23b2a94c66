package io.archway.testdata;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A tooth: its designation in ISO 3950 and its concept in CID 4018 (permanent) or 4019 (deciduous)
 * of PS3.16, as SNOMED CT concept and as the SNOMED-RT code of older files.
 *
 * @param designation two digits of ISO 3950, such as 36
 */
public record Tooth(int designation, String conceptId, String snomedRtId, String meaning) {
  private static final String TABLE =
      """
      11 22120004 T-54280 Maxillary right central incisor tooth
      12 11712009 T-54270 Maxillary right lateral incisor tooth
      13 80647007 T-54260 Maxillary right canine tooth
      14 57826002 T-54250 Maxillary right first premolar tooth
      15 36492000 T-54240 Maxillary right second premolar tooth
      16 5140004 T-54230 Maxillary right first molar tooth
      17 7121006 T-54220 Maxillary right second molar tooth
      18 68085002 T-54210 Maxillary right third molar tooth
      21 31982000 T-54290 Maxillary left central incisor tooth
      22 25748002 T-54300 Maxillary left lateral incisor tooth
      23 72876007 T-54310 Maxillary left canine tooth
      24 61897005 T-54320 Maxillary left first premolar tooth
      25 23226009 T-54330 Maxillary left second premolar tooth
      26 23427002 T-54340 Maxillary left first molar tooth
      27 66303006 T-54350 Maxillary left second molar tooth
      28 87704003 T-54360 Maxillary left third molar tooth
      31 113278005 T-54440 Mandibular left central incisor tooth
      32 77130001 T-54430 Mandibular left lateral incisor tooth
      33 39844006 T-54420 Mandibular left canine tooth
      34 2400006 T-54410 Mandibular left first premolar tooth
      35 24573005 T-54400 Mandibular left second premolar tooth
      36 89625000 T-54390 Mandibular left first molar tooth
      37 48402004 T-54380 Mandibular left second molar tooth
      38 74344005 T-54370 Mandibular left third molar tooth
      41 15422005 T-54450 Mandibular right central incisor tooth
      42 82628004 T-54460 Mandibular right lateral incisor tooth
      43 47055002 T-54470 Mandibular right canine tooth
      44 80140008 T-54480 Mandibular right first premolar tooth
      45 8873007 T-54490 Mandibular right second premolar tooth
      46 28480000 T-54500 Mandibular right first molar tooth
      47 40005008 T-54510 Mandibular right second molar tooth
      48 38994002 T-54520 Mandibular right third molar tooth
      51 245620002 T-54611 Deciduous maxillary right central incisor tooth
      52 245619008 T-54621 Deciduous maxillary right lateral incisor tooth
      53 30618001 T-54630 Deciduous maxillary right canine tooth
      54 245616001 T-54641 Deciduous maxillary right first molar tooth
      55 27855007 T-54650 Deciduous maxillary right second molar tooth
      61 51678005 T-54660 Deciduous maxillary left central incisor tooth
      62 43622005 T-54670 Deciduous maxillary left lateral incisor tooth
      63 73937000 T-54680 Deciduous maxillary left canine tooth
      64 45234009 T-54690 Deciduous maxillary left first molar tooth
      65 51943008 T-54700 Deciduous maxillary left second molar tooth
      71 89552004 T-54760 Deciduous mandibular left central incisor tooth
      72 14770005 T-54770 Deciduous mandibular left lateral incisor tooth
      73 245639007 T-54781 Deciduous mandibular left canine tooth
      74 38896004 T-54790 Deciduous mandibular left first molar tooth
      75 49330006 T-54800 Deciduous mandibular left second molar tooth
      81 67834006 T-54710 Deciduous mandibular right central incisor tooth
      82 22445006 T-54720 Deciduous mandibular right lateral incisor tooth
      83 6062009 T-54730 Deciduous mandibular right canine tooth
      84 245631005 T-54741 Deciduous mandibular right first molar tooth
      85 61868007 T-54750 Deciduous mandibular right second molar tooth
      """;

  private static final Map<Integer, Tooth> BY_DESIGNATION = read();

  /** All 32 permanent and 20 deciduous teeth by their designation. */
  public static Map<Integer, Tooth> all() {
    return BY_DESIGNATION;
  }

  /** The tooth of a designation such as 11 or 85. */
  public static Tooth of(int designation) {
    Tooth tooth = BY_DESIGNATION.get(designation);
    if (tooth == null) {
      throw new IllegalArgumentException(
          "tooth: " + designation + " (expected: 11 to 48 or 51 to 85 of ISO 3950)");
    }
    return tooth;
  }

  /** Whether the tooth is in the upper jaw. */
  public boolean isMaxillary() {
    int quadrant = (designation / 10 - 1) % 4;
    return quadrant < 2;
  }

  /** The place from the midline: 1 for a central incisor, 8 for a third molar. */
  public int place() {
    return designation % 10;
  }

  Code code() {
    return new Code(conceptId, "SCT", meaning);
  }

  private static Map<Integer, Tooth> read() {
    Map<Integer, Tooth> teeth = new LinkedHashMap<>();
    for (String line : TABLE.lines().toList()) {
      String[] fields = line.split(" ", 4);
      int designation = Integer.parseInt(fields[0]);
      teeth.put(designation, new Tooth(designation, fields[1], fields[2], fields[3]));
    }
    return Collections.unmodifiableMap(teeth);
  }
}
