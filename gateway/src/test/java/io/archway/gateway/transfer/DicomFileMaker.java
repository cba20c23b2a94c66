package io.archway.gateway.transfer;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.FileMeta;
import io.archway.dicom.data.Part10;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dict.Vr;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes the smallest files that are worth sending. */
public final class DicomFileMaker {
  private DicomFileMaker() {}

  public static Path file(Path path, String sopInstanceUid, String transferSyntaxUid, int bytes)
      throws IOException {
    return file(
        path, Uids.SECONDARY_CAPTURE_IMAGE_STORAGE, sopInstanceUid, transferSyntaxUid, bytes);
  }

  public static Path file(
      Path path, String sopClassUid, String sopInstanceUid, String transferSyntaxUid, int bytes)
      throws IOException {
    DataSet dataSet =
        new DataSet()
            .put(Tag.SOP_CLASS_UID, Vr.UI, sopClassUid)
            .put(Tag.SOP_INSTANCE_UID, Vr.UI, sopInstanceUid)
            .put(Tag.STUDY_INSTANCE_UID, Vr.UI, sopInstanceUid + ".1")
            .put(Tag.SERIES_INSTANCE_UID, Vr.UI, sopInstanceUid + ".2")
            .putBytes(Tag.PIXEL_DATA, Vr.OB, new byte[bytes]);
    try (OutputStream out = Files.newOutputStream(path)) {
      Part10.write(FileMeta.of(sopClassUid, sopInstanceUid, transferSyntaxUid), dataSet, out);
    }
    return path;
  }

  /** The data set as the file holds it. */
  public static byte[] dataSetOf(Path path) throws IOException {
    byte[] all = Files.readAllBytes(path);
    int offset = (int) OutgoingFile.read(path).dataSetOffset();
    return Arrays.copyOfRange(all, offset, all.length);
  }
}
