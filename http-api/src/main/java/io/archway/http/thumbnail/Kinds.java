package io.archway.http.thumbnail;

import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Uids;
import io.archway.imaging.PictureFault;
import io.archway.index.study.Instance;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What kinds of objects are called in a picture: by SOP class, coding or modality. Stateless. */
final class Kinds {
  private static final String UNNAMED = "DICOM";

  /** By SOP Class UID, or by what it starts with if that ends with a dot. */
  private static final Map<String, String> CLASSES = new LinkedHashMap<>();

  /** By what the UID of a transfer syntax starts with. */
  private static final Map<String, String> CODINGS = new LinkedHashMap<>();

  static final String STL = "model/stl";
  static final String PDF = "application/pdf";

  /** Media types of photographs, and what their format is called. */
  private static final Map<String, String> PHOTOGRAPHS =
      Map.of("image/jpeg", "jpeg", "image/png", "png", "image/gif", "gif");

  private static final Set<String> OTHER = Set.of("", "OT");

  static {
    CLASSES.put(Uids.ENCAPSULATED_PDF_STORAGE, "PDF");
    CLASSES.put(Uids.STORAGE_ROOT + "104.2", "CDA");
    CLASSES.put(Uids.ENCAPSULATED_STL_STORAGE, "STL");
    CLASSES.put(Uids.ENCAPSULATED_OBJ_STORAGE, "OBJ");
    CLASSES.put(Uids.STORAGE_ROOT + "104.5", "MTL");
    CLASSES.put(Uids.STORAGE_ROOT + "88.67", "DOSE");
    CLASSES.put(Uids.STORAGE_ROOT + "88.", "SR");
    CLASSES.put(Uids.STORAGE_ROOT + "11.", "PR");
    CLASSES.put(Uids.RAW_DATA_STORAGE, "RAW");
    CODINGS.put("1.2.840.10008.1.2.4.100", "VIDEO");
    CODINGS.put("1.2.840.10008.1.2.4.101", "VIDEO");
    CODINGS.put("1.2.840.10008.1.2.4.102", "VIDEO");
    CODINGS.put("1.2.840.10008.1.2.4.103", "VIDEO");
    CODINGS.put("1.2.840.10008.1.2.4.104", "VIDEO");
    CODINGS.put("1.2.840.10008.1.2.4.105", "VIDEO");
    CODINGS.put("1.2.840.10008.1.2.4.106", "VIDEO");
    CODINGS.put("1.2.840.10008.1.2.4.107", "VIDEO");
    CODINGS.put("1.2.840.10008.1.2.4.108", "VIDEO");
    CODINGS.put(Uids.JPEG_LS_LOSSLESS, "JPEG-LS");
    CODINGS.put(Uids.JPEG_LS_NEAR_LOSSLESS, "JPEG-LS");
    CODINGS.put(Uids.JPEG_EXTENDED_12_BIT, "JPEG 12 BIT");
    CODINGS.put("1.2.840.10008.1.2.4.92", "JPEG 2000-2");
    CODINGS.put("1.2.840.10008.1.2.4.93", "JPEG 2000-2");
    CODINGS.put("1.2.840.10008.1.2.4.11", "JPEG XL");
    CODINGS.put("1.2.840.10008.1.2.4.20", "HTJ2K");
  }

  private Kinds() {}

  /** True for documents, reports and such, so that nobody looks for pixels in them. */
  static boolean isNeverAnImage(String sopClassUid) {
    return named(CLASSES, sopClassUid) != null;
  }

  /** The format of a photograph that can be drawn, or null. */
  static String photograph(String mediaType) {
    return PHOTOGRAPHS.get(mediaType);
  }

  /** Of a file: video, or what its media type says behind the slash. */
  static String label(String mediaType) {
    if (mediaType.startsWith("video/")) {
      return "VIDEO";
    }
    String name = mediaType.substring(mediaType.indexOf('/') + 1);
    return name.startsWith("x-") ? name.substring(2) : name;
  }

  /** At most 12 signs. */
  static String label(Instance instance, TransferSyntax syntax, PictureFault fault) {
    String byClass = named(CLASSES, instance.sopClassUid());
    if (byClass != null) {
      return byClass;
    }
    String byCoding = fault == PictureFault.UNSUPPORTED ? coding(syntax.uid()) : null;
    if (byCoding != null) {
      return byCoding;
    }
    String modality = instance.modality() == null ? "" : instance.modality();
    return OTHER.contains(modality) ? UNNAMED : modality;
  }

  private static String coding(String uid) {
    return CODINGS.entrySet().stream()
        .filter(entry -> uid.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static String named(Map<String, String> names, String uid) {
    return names.entrySet().stream()
        .filter(
            entry ->
                uid.equals(entry.getKey())
                    || entry.getKey().endsWith(".") && uid.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }
}
