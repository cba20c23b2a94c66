package io.archway.dicom.data;

import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes Part 10 files (PS3.10 7). Stateless, any thread. */
public final class Part10 {
  static final int PREAMBLE_BYTES = 128;
  static final byte[] PREFIX = "DICM".getBytes(StandardCharsets.US_ASCII);

  private Part10() {}

  /** Preamble, prefix and meta group: everything before the data set. */
  public static byte[] metaBytes(FileMeta meta) {
    DataSet group = new DataSet();
    group.putBytes(Tag.FILE_META_INFORMATION_VERSION, Vr.OB, new byte[] {0, 1});
    put(group, Tag.MEDIA_STORAGE_SOP_CLASS_UID, Vr.UI, meta.sopClassUid());
    put(group, Tag.MEDIA_STORAGE_SOP_INSTANCE_UID, Vr.UI, meta.sopInstanceUid());
    put(group, Tag.TRANSFER_SYNTAX_UID, Vr.UI, meta.transferSyntaxUid());
    put(group, Tag.IMPLEMENTATION_CLASS_UID, Vr.UI, meta.implementationClassUid());
    put(group, Tag.IMPLEMENTATION_VERSION_NAME, Vr.SH, meta.implementationVersionName());
    put(group, Tag.SOURCE_APPLICATION_ENTITY_TITLE, Vr.AE, meta.sourceAeTitle());
    put(group, Tag.SENDING_APPLICATION_ENTITY_TITLE, Vr.AE, meta.sendingAeTitle());
    put(group, Tag.RECEIVING_APPLICATION_ENTITY_TITLE, Vr.AE, meta.receivingAeTitle());
    DataSetWriter writer = new DataSetWriter(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    group.putInts(Tag.FILE_META_INFORMATION_GROUP_LENGTH, Vr.UL, writer.length(group));
    byte[] groupBytes = writer.toBytes(group);
    byte[] bytes = new byte[PREAMBLE_BYTES + PREFIX.length + groupBytes.length];
    System.arraycopy(PREFIX, 0, bytes, PREAMBLE_BYTES, PREFIX.length);
    System.arraycopy(groupBytes, 0, bytes, PREAMBLE_BYTES + PREFIX.length, groupBytes.length);
    return bytes;
  }

  /** A whole file: the meta information, then the data set in its transfer syntax. */
  public static void write(FileMeta meta, DataSet dataSet, OutputStream out) throws IOException {
    out.write(metaBytes(meta));
    new DataSetWriter(TransferSyntax.of(meta.transferSyntaxUid())).write(dataSet, out);
  }

  private static void put(DataSet group, int tag, Vr vr, String value) {
    if (value != null) {
      group.put(tag, vr, value);
    }
  }
}
