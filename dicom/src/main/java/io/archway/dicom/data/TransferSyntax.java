package io.archway.dicom.data;

import io.archway.dicom.dict.Uid;
import io.archway.dicom.dict.UidEntry;
import io.archway.dicom.dict.UidKind;
import io.archway.dicom.dict.UidRegistry;
import io.archway.dicom.dict.Uids;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How a data set is encoded (PS3.5 10 and A). Immutable, any thread.
 *
 * @param encapsulated Pixel Data is a sequence of fragments
 * @param lossy the pixels may have lost something: the syntax does not promise the contrary
 * @param pixelsElsewhere the data set refers to its pixels and does not hold them (JPIP, SMPTE)
 * @param known registered by the standard, or a private one whose encoding is known
 */
public record TransferSyntax(
    String uid,
    String name,
    boolean explicitVr,
    boolean bigEndian,
    boolean deflated,
    boolean encapsulated,
    boolean lossy,
    boolean pixelsElsewhere,
    boolean known) {

  // Implicit VR little endian but for its pixels, which are big endian; old GE consoles send it.
  private static final String GE_PRIVATE = "1.2.840.113619.5.2";
  private static final String PAPYRUS_3 = "1.2.840.10008.1.20";
  private static final Set<String> IMPLICIT =
      Set.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN, PAPYRUS_3, GE_PRIVATE);
  private static final Set<String> NATIVE =
      Set.of(
          Uids.IMPLICIT_VR_LITTLE_ENDIAN,
          Uids.EXPLICIT_VR_LITTLE_ENDIAN,
          Uids.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
          Uids.EXPLICIT_VR_BIG_ENDIAN,
          PAPYRUS_3,
          GE_PRIVATE);
  private static final Map<String, TransferSyntax> KNOWN = declareAll();

  public static final TransferSyntax IMPLICIT_VR_LITTLE_ENDIAN = of(Uids.IMPLICIT_VR_LITTLE_ENDIAN);
  public static final TransferSyntax EXPLICIT_VR_LITTLE_ENDIAN = of(Uids.EXPLICIT_VR_LITTLE_ENDIAN);
  public static final TransferSyntax DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN =
      of(Uids.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
  public static final TransferSyntax EXPLICIT_VR_BIG_ENDIAN = of(Uids.EXPLICIT_VR_BIG_ENDIAN);

  /**
   * The syntax of a UID, which may be padded. One that is not known is taken as explicit VR little
   * endian, encapsulated and lossy, with {@link #known()} false.
   */
  public static TransferSyntax of(String uid) {
    TransferSyntax syntax = KNOWN.get(uid);
    if (syntax != null) {
      return syntax;
    }
    String trimmed = Uid.trim(uid);
    syntax = KNOWN.get(trimmed);
    return syntax != null
        ? syntax
        : new TransferSyntax(trimmed, trimmed, true, false, false, true, true, false, false);
  }

  /** The same syntax for data sets whose elements are in truth encoded otherwise. */
  TransferSyntax encodedAs(boolean reallyExplicitVr, boolean reallyBigEndian) {
    return new TransferSyntax(
        uid,
        name,
        reallyExplicitVr,
        reallyBigEndian,
        deflated,
        encapsulated,
        lossy,
        pixelsElsewhere,
        known);
  }

  /**
   * This syntax with implicit VR, for a second try at an unknown one whose header is not explicit.
   */
  public TransferSyntax asImplicit() {
    return encodedAs(false, false);
  }

  /** True if pixels are neither compressed nor elsewhere, so that canonical digests compare. */
  public boolean uncompressed() {
    return !encapsulated && !pixelsElsewhere;
  }

  private static Map<String, TransferSyntax> declareAll() {
    Map<String, TransferSyntax> known = new LinkedHashMap<>();
    for (UidEntry entry : UidRegistry.entries(UidKind.TRANSFER_SYNTAX)) {
      known.put(entry.uid(), declare(entry.uid(), entry.name(), entry.keyword()));
    }
    // Newer than the registry that the resource was made from (PS3.6 2025).
    declare(known, "1.2.840.10008.1.2.4.110", "JPEG XL Lossless", "JPEGXLLossless");
    declare(
        known, "1.2.840.10008.1.2.4.111", "JPEG XL JPEG Recompression", "JPEGXLJPEGRecompression");
    declare(known, "1.2.840.10008.1.2.4.112", "JPEG XL", "JPEGXL");
    declare(known, "1.2.840.10008.1.2.8.1", "Deflated Image Frame Compression", "Lossless");
    declare(known, GE_PRIVATE, "GE private implicit VR, pixels big endian", "");
    return known;
  }

  private static void declare(
      Map<String, TransferSyntax> known, String uid, String name, String keyword) {
    known.putIfAbsent(uid, declare(uid, name, keyword));
  }

  private static TransferSyntax declare(String uid, String name, String keyword) {
    boolean elsewhere = keyword.startsWith("JPIP") || keyword.startsWith("SMPTE");
    boolean encapsulated = !elsewhere && !NATIVE.contains(uid);
    boolean lossless =
        !encapsulated
            || keyword.contains("Uncompressed")
            || (keyword.contains("Lossless") && !keyword.contains("NearLossless"));
    return new TransferSyntax(
        uid,
        name,
        !IMPLICIT.contains(uid),
        uid.equals(Uids.EXPLICIT_VR_BIG_ENDIAN),
        uid.equals(Uids.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)
            || keyword.endsWith("ReferencedDeflate"),
        encapsulated,
        !lossless,
        elsewhere,
        true);
  }
}
