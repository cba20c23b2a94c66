package io.archway.ingest.header;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSetWriter;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.index.study.InstanceHeader;
import io.archway.index.study.SeriesAttributes;
import io.archway.testdata.MalformedSamples;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderReadingTest {
  private static final String UNKNOWN = "1.2.826.0.1.3680043.2.999.7";

  @Test
  void readsTheSameForEverySplitOfTheInput() {
    for (SampleObject object : List.of(Samples.tiny(1), Samples.intraOral(1, 16, 7))) {
      for (SampleObject encoded :
          List.of(
              object,
              object.in(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN),
              object.in(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN))) {
        byte[] dataSet = encoded.dataSetBytes();
        String syntax = encoded.transferSyntax().uid();
        HeaderReading.Result whole = read(syntax, dataSet);
        assertThat(whole.problem()).isNull();
        for (int at = 1; at < dataSet.length; at++) {
          assertThat(read(syntax, dataSet, at)).as("split at %d", at).isEqualTo(whole);
        }
      }
    }
  }

  @Test
  void readsTheSameByteByByte() {
    SampleObject object = Samples.intraOral(1, 16, 7);
    byte[] dataSet = object.dataSetBytes();
    try (HeaderReading reading =
        new HeaderReading(object.transferSyntax().uid(), ParseLimits.HEADER)) {
      for (byte each : dataSet) {
        reading.accept(ByteBuffer.wrap(new byte[] {each}));
      }
      assertThat(reading.finish()).isEqualTo(read(object.transferSyntax().uid(), dataSet));
    }
  }

  @Test
  void readsThePerformedStepThatImagesName() {
    TransferSyntax syntax = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
    DataSet dataSet = Samples.tiny(1).dataSet();
    assertThat(series(dataSet, syntax).performedStepUid()).isNull();
    DataSet step =
        new DataSet()
            .put(Tag.REFERENCED_SOP_CLASS_UID, Vr.UI, "1.2.840.10008.3.1.2.3.3")
            .put(Tag.REFERENCED_SOP_INSTANCE_UID, Vr.UI, "2.25.7 ");
    dataSet.putItems(Tag.REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE, step);
    assertThat(series(dataSet, syntax).performedStepUid()).isEqualTo("2.25.7");
  }

  private static SeriesAttributes series(DataSet dataSet, TransferSyntax syntax) {
    return read(syntax.uid(), DataSetWriter.toBytes(dataSet, syntax)).header().series();
  }

  @Test
  void needsNothingBehindTheHead() {
    SampleObject object = Samples.slice(1, 64, 64);
    byte[] dataSet = object.dataSetBytes();
    int head = dataSet.length - 64 * 64 * 2;
    try (HeaderReading reading =
        new HeaderReading(object.transferSyntax().uid(), ParseLimits.HEADER)) {
      assertThat(reading.accept(ByteBuffer.wrap(dataSet, 0, head))).isTrue();
      assertThat(reading.finish().header().instance().sopInstanceUid())
          .isEqualTo(object.sopInstanceUid());
    }
  }

  @Test
  void triesAnUnknownTransferSyntaxAsExplicitThenImplicit() {
    SampleObject object = Samples.intraOral(1, 32, 0);
    for (TransferSyntax real :
        List.of(
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN)) {
      HeaderReading.Result result = read(UNKNOWN, object.in(real).dataSetBytes());

      assertThat(result.problem()).as(real.name()).isNull();
      assertThat(result.header().instance().transferSyntaxUid()).isEqualTo(UNKNOWN);
      assertThat(result.header().instance().teeth()).containsExactly("18", "17", "16");
      assertThat(result.header().patient().patientId())
          .isEqualTo(object.head().string(Tag.PATIENT_ID));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Tag.SOP_INSTANCE_UID, Tag.STUDY_INSTANCE_UID, Tag.SERIES_INSTANCE_UID})
  void namesTheUidThatIsMissingOrNone(int tag) {
    DataSet missing = Samples.tiny(1).dataSet();
    missing.remove(tag);
    DataSet invalid = Samples.tiny(1).dataSet();
    invalid.put(tag, Vr.UI, "not a uid");

    assertThat(read(missing).problem()).isEqualTo(Tag.toString(tag) + ": missing");
    assertThat(read(invalid).problem()).isEqualTo(Tag.toString(tag) + ": not a UID");
    assertThat(read(missing).header()).isNotNull();
  }

  @Test
  void hasNoHeaderWhereThereIsNoUidAtAll() {
    byte[] noise = new byte[2000];
    Arrays.fill(noise, (byte) 0xA5);
    HeaderReading.Result result = read(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(), noise);

    assertThat(result.header()).isNull();
    assertThat(result.problem()).isNotBlank();
    assertThat(read(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(), new byte[0]).problem())
        .isEqualTo("(0008,0018): missing");
  }

  /** Up to its UIDs it is no instance; behind them it is one, kept as received. */
  @Test
  void takesADataSetThatBreaksOffBehindItsUids() {
    SampleObject object = Samples.slice(1, 16, 16);
    byte[] dataSet = object.dataSetBytes();
    String syntax = object.transferSyntax().uid();
    boolean instance = false;
    for (int length = 0; length <= dataSet.length; length++) {
      HeaderReading.Result result = read(syntax, Arrays.copyOf(dataSet, length));
      boolean readable = result.problem() == null;
      assertThat(instance && !readable).as("no longer readable at %d", length).isFalse();
      instance = readable;
      if (readable) {
        assertThat(result.header().series().seriesInstanceUid())
            .isEqualTo(object.head().string(Tag.SERIES_INSTANCE_UID));
      } else {
        assertThat(result.problem()).isNotBlank();
      }
    }
    assertThat(instance).isTrue();
  }

  @Test
  void readsWhatDevicesGetWrong() {
    for (SampleObject object :
        List.of(
            MalformedSamples.blankPatientId(1),
            MalformedSamples.paddedPatientId(1),
            MalformedSamples.missingPatientId(1))) {
      assertThat(read(object).problem()).isNull();
      assertThat(read(object).header().patient().patientId()).isNullOrEmpty();
    }
    for (SampleObject object :
        List.of(
            MalformedSamples.undeclaredCharacterSet(1),
            MalformedSamples.undeclaredLatinName(1),
            MalformedSamples.misspelledCharacterSet(1))) {
      assertThat(read(object).problem()).isNull();
      assertThat(read(object).header().patient().name()).isEqualTo("Müller^Jürgen");
    }
    InstanceHeader volume = read(MalformedSamples.multiFrameInPlainCt(1, 3, 16, 16)).header();
    assertThat(volume.instance().numberOfFrames()).isEqualTo(3);
    HeaderReading.Result odd =
        read(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(), MalformedSamples.oddLengths(1));
    assertThat(odd.problem()).isNull();
    assertThat(odd.header().patient().name()).isEqualTo("Odd");
  }

  @Test
  void takesThePaddingOffUids() {
    InstanceHeader header = read(MalformedSamples.paddedUids(1)).header();
    DataSet plain = Samples.tiny(1).head();

    assertThat(header.instance().sopInstanceUid()).isEqualTo(plain.string(Tag.SOP_INSTANCE_UID));
    assertThat(header.instance().sopClassUid()).isEqualTo(plain.string(Tag.SOP_CLASS_UID));
    assertThat(header.study().studyInstanceUid()).isEqualTo(plain.string(Tag.STUDY_INSTANCE_UID));
    assertThat(header.series().seriesInstanceUid())
        .isEqualTo(plain.string(Tag.SERIES_INSTANCE_UID));
  }

  @Test
  void leavesOutAValueThatCannotBeRead() {
    DataSet odd = Samples.tiny(1).dataSet();
    odd.putBytes(Tag.INSTANCE_NUMBER, Vr.IS, "one ".getBytes());

    assertThat(read(odd).problem()).isNull();
    assertThat(read(odd).header().instance().instanceNumber()).isNull();
    assertThat(read(odd).header().instance().rows()).isEqualTo(16);
  }

  private static HeaderReading.Result read(SampleObject object) {
    return read(object.transferSyntax().uid(), object.dataSetBytes());
  }

  private static HeaderReading.Result read(DataSet dataSet) {
    return read(
        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
        new DataSetWriter(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).toBytes(dataSet));
  }

  private static HeaderReading.Result read(String transferSyntaxUid, byte[] dataSet) {
    return read(transferSyntaxUid, dataSet, dataSet.length);
  }

  private static HeaderReading.Result read(String transferSyntaxUid, byte[] dataSet, int split) {
    try (HeaderReading reading = new HeaderReading(transferSyntaxUid, ParseLimits.HEADER)) {
      reading.accept(ByteBuffer.wrap(dataSet, 0, split));
      reading.accept(ByteBuffer.wrap(dataSet, split, dataSet.length - split));
      return reading.finish();
    }
  }
}
