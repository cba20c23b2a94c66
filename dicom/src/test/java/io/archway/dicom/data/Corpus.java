package io.archway.dicom.data;

import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.util.ArrayList;
import java.util.List;

/** Encoded data sets of every form, small enough to be split at every byte. */
final class Corpus {
  record Sample(String name, byte[] bytes, TransferSyntax syntax) {
    @Override
    public String toString() {
      return name;
    }
  }

  private Corpus() {}

  static List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    DataSet dataSet = dataSet();
    for (TransferSyntax syntax : RoundTripTest.NATIVE) {
      for (SequenceLengths lengths : SequenceLengths.values()) {
        byte[] bytes = new DataSetWriter(syntax, lengths).toBytes(dataSet);
        samples.add(new Sample(syntax.name() + ", lengths " + lengths, bytes, syntax));
      }
    }
    TransferSyntax explicit = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    DataSet encapsulated = new DataSet().put(Tag.PATIENT_ID, Vr.LO, "7");
    encapsulated.putFragments(
        Tag.PIXEL_DATA, List.of(new byte[4], new byte[] {1, 2}, new byte[0], new byte[] {3, 4}));
    samples.add(new Sample("fragments", DataSetWriter.toBytes(encapsulated, explicit), explicit));
    samples.add(new Sample("quirks", Quirks.explicit(), explicit));
    return samples;
  }

  static DataSet dataSet() {
    DataSet tooth =
        new DataSet()
            .put(Tag.CODE_VALUE, Vr.SH, "245574003")
            .put(Tag.CODING_SCHEME_DESIGNATOR, Vr.SH, "SCT")
            .put(Tag.CODE_MEANING, Vr.LO, "Tooth");
    DataSet region =
        new DataSet()
            .put(Tag.CODE_VALUE, Vr.SH, "38199008")
            .putItems(Tag.ANATOMIC_REGION_MODIFIER_SEQUENCE, tooth, new DataSet());
    DataSet dataSet =
        new DataSet()
            .put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192")
            .put(Tag.SOP_CLASS_UID, Vr.UI, "1.2.840.10008.5.1.4.1.1.1.3")
            .put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2.3.4")
            .putItems(Tag.ANATOMIC_REGION_SEQUENCE, region)
            .putItems(Tag.SOURCE_IMAGE_SEQUENCE)
            .put(Tag.PATIENT_NAME, Vr.PN, "Müller^Jürgen")
            .put(Tag.PATIENT_ID, Vr.LO, "4711")
            .putInts(Tag.ROWS, Vr.US, 4)
            .putInts(Tag.COLUMNS, Vr.US, 6)
            .putDecimals(Tag.PIXEL_SPACING, Vr.DS, 0.1, 0.1)
            .putBytes(Tag.PIXEL_DATA, Vr.OW, new byte[48]);
    int tag = dataSet.reservePrivateTag("ARCHWAY TEST", 0x0029, 1);
    dataSet.putBytes(tag, Vr.UN, Quirks.text("private "));
    return dataSet;
  }
}
