package io.archway.dicom.data;

import io.archway.dicom.dict.Tag;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/** Encodes an item of Original Attributes Sequence (0400,0561). Stateless. */
final class OriginalAttributes {
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss.SSSSSS'+0000'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private OriginalAttributes() {}

  /** A DT value (PS3.5 6.2), in UTC. */
  static String dateTime(Instant moment) {
    return DATE_TIME.format(moment);
  }

  /** The whole element with one item. */
  static byte[] element(DataSet item, boolean implicit, boolean bigEndian) {
    return new DataSetWriter(syntax(implicit, bigEndian))
        .toBytes(new DataSet().putItems(Tag.ORIGINAL_ATTRIBUTES_SEQUENCE, item));
  }

  /** The item alone. */
  static byte[] item(DataSet item, boolean implicit, boolean bigEndian) {
    byte[] element = element(item, implicit, bigEndian);
    return Arrays.copyOfRange(element, implicit ? 8 : 12, element.length);
  }

  static TransferSyntax syntax(boolean implicit, boolean bigEndian) {
    return bigEndian
        ? TransferSyntax.EXPLICIT_VR_BIG_ENDIAN
        : implicit
            ? TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN
            : TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  }
}
