package io.archway.http.download;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSets;
import io.archway.dicom.data.DicomParseException;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Dictionary;
import io.archway.dicom.dict.Tag;
import io.archway.index.store.ObjectLocation;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.StoredObject;
import io.archway.index.study.Instance;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** The data set of a stored document, without long values. Worker threads. */
final class StoredDataSet {

  private StoredDataSet() {}

  /**
   * As much of it as can be read within limits: all, or what stands before its content, or none.
   */
  static DataSet read(ObjectStore store, Instance instance) throws IOException {
    ObjectLocation location =
        new ObjectLocation(instance.container(), instance.byteOffset(), instance.byteLength());
    TransferSyntax syntax = TransferSyntax.of(instance.transferSyntaxUid());
    try (StoredObject object = store.read(location)) {
      try {
        return DataSets.read(new Reading(object, instance), syntax, ParseLimits.HEADER);
      } catch (DicomParseException e) {
        return beforeContent(object, instance, syntax);
      }
    }
  }

  /** Whose it is as received: the keys of its patient's record, in UTF-8; empty where not said. */
  static DataSet patient(ObjectStore store, Instance instance) throws IOException {
    DataSet head;
    try (StoredObject object = store.read(StoredFile.location(instance))) {
      head =
          DataSets.readBefore(
              new Reading(object, instance),
              TransferSyntax.of(instance.transferSyntaxUid()),
              ParseLimits.HEADER,
              Tag.OTHER_PATIENT_IDS);
    } catch (DicomParseException e) {
      head = new DataSet(); // which is as much as can be said
    }
    DataSet patient = new DataSet();
    for (int tag :
        new int[] {Tag.PATIENT_NAME, Tag.PATIENT_ID, Tag.PATIENT_BIRTH_DATE, Tag.PATIENT_SEX}) {
      String value = head.string(tag);
      patient.put(tag, Dictionary.vr(tag), value == null ? "" : value);
    }
    return patient;
  }

  private static DataSet beforeContent(
      StoredObject object, Instance instance, TransferSyntax syntax) throws IOException {
    try {
      return DataSets.readBefore(
          new Reading(object, instance), syntax, ParseLimits.HEADER, Tag.CONTENT_SEQUENCE);
    } catch (DicomParseException e) {
      return new DataSet();
    }
  }

  /** The bytes of the data set. */
  private static final class Reading extends InputStream {

    private final StoredObject object;
    private long position;

    Reading(StoredObject object, Instance instance) {
      this.object = object;
      this.position = instance.dataSetOffset();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = object.read(ByteBuffer.wrap(bytes, offset, length), position);
      position += Math.max(0, count);
      return count;
    }
  }
}
