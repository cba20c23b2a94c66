package io.archway.gateway.transfer;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSets;
import io.archway.dicom.data.DicomParseException;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.Part10Input;
import io.archway.dicom.data.Part10Reader;
import io.archway.dicom.dict.Tag;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that holds one SOP Instance, as much of it as sending takes. The UIDs are those of the
 * data set, which a receiver checks against the command; those of the File Meta Information only
 * stand in.
 *
 * @param dataSetOffset where the data set begins in the file
 * @param dataSetBytes its length
 */
public record OutgoingFile(
    Path path,
    String sopClassUid,
    String sopInstanceUid,
    String transferSyntaxUid,
    long dataSetOffset,
    long dataSetBytes) {

  private static final int AFTER_SOP_INSTANCE_UID = Tag.SOP_INSTANCE_UID + 1;

  /**
   * @throws IOException when it cannot be read; its message says why
   * @throws DicomParseException when it is no DICOM file
   */
  public static OutgoingFile read(Path path) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      Part10Input input = Part10Reader.open(in);
      long offset = input.head().dataSetOffset();
      DataSet start =
          DataSets.readBefore(
              input.dataSet(),
              input.head().transferSyntax(),
              ParseLimits.HEADER,
              AFTER_SOP_INSTANCE_UID);
      DataSet meta = input.head().meta();
      return new OutgoingFile(
          path,
          firstOf(start, Tag.SOP_CLASS_UID, meta, Tag.MEDIA_STORAGE_SOP_CLASS_UID),
          firstOf(start, Tag.SOP_INSTANCE_UID, meta, Tag.MEDIA_STORAGE_SOP_INSTANCE_UID),
          input.head().transferSyntax().uid(),
          offset,
          Files.size(path) - offset);
    }
  }

  private static String firstOf(DataSet dataSet, int tag, DataSet meta, int metaTag)
      throws IOException {
    String uid = dataSet.string(tag) != null ? dataSet.string(tag) : meta.string(metaTag);
    if (uid == null) {
      throw new IOException("no SOP Class or SOP Instance UID");
    }
    return uid;
  }

  /** The data set, as it is in the file. */
  FileChannel open() throws IOException {
    FileChannel channel = FileChannel.open(path);
    channel.position(dataSetOffset);
    return channel;
  }
}
