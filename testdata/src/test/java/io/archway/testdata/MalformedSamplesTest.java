package io.archway.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSets;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uids;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is wrong is wrong, and the reader takes it. */
class MalformedSamplesTest {
  @Test
  void patientIdIsBlankOrMissing() {
    assertThat(read(MalformedSamples.blankPatientId(1)).contains(Tag.PATIENT_ID)).isTrue();
    assertThat(read(MalformedSamples.blankPatientId(1)).string(Tag.PATIENT_ID)).isNull();
    assertThat(read(MalformedSamples.paddedPatientId(1)).bytes(Tag.PATIENT_ID)).hasSize(4);
    assertThat(read(MalformedSamples.paddedPatientId(1)).string(Tag.PATIENT_ID)).isNull();
    assertThat(read(MalformedSamples.missingPatientId(1)).contains(Tag.PATIENT_ID)).isFalse();
  }

  @Test
  void uidsArePaddedWithSpaces() {
    DataSet read = read(MalformedSamples.paddedUids(1));
    assertThat(read.string(Tag.SOP_INSTANCE_UID)).isEqualTo(Samples.tiny(1).sopInstanceUid());
    assertThat(new String(read.bytes(Tag.SOP_INSTANCE_UID), StandardCharsets.US_ASCII))
        .endsWith(" ")
        .hasSizeLessThanOrEqualTo(64);
  }

  @Test
  void namesAreReadWithoutOrWithAMisspelledCharacterSet() {
    assertThat(read(MalformedSamples.undeclaredCharacterSet(1)).string(Tag.PATIENT_NAME))
        .isEqualTo("Müller^Jürgen");
    assertThat(read(MalformedSamples.undeclaredLatinName(1)).string(Tag.PATIENT_NAME))
        .isEqualTo("Müller^Jürgen");
    assertThat(read(MalformedSamples.misspelledCharacterSet(1)).string(Tag.PATIENT_NAME))
        .isEqualTo("Müller^Jürgen");
  }

  @Test
  void aVolumeComesInThePlainCtClass() {
    DataSet read = read(MalformedSamples.multiFrameInPlainCt(1, 4, 16, 16));
    assertThat(read.string(Tag.SOP_CLASS_UID)).isEqualTo(Uids.CT_IMAGE_STORAGE);
    assertThat(read.integer(Attributes.tag("NumberOfFrames"))).isEqualTo(4);
    assertThat(read.bytes(Tag.PIXEL_DATA)).hasSize(4 * 16 * 16 * 2);
  }

  @Test
  void filesLackWhatPart10Wants() {
    byte[] plain = MalformedSamples.withoutMeta(1);
    assertThat(plain).isEqualTo(Samples.tiny(1).dataSetBytes());
    byte[] implicit = MalformedSamples.implicitWithoutMeta(1);
    assertThat(
            DataSets.read(implicit, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN)
                .string(Tag.SOP_CLASS_UID))
        .isEqualTo(Uids.CT_IMAGE_STORAGE);
    assertThat(MalformedSamples.withoutPreamble(1)).startsWith(2, 0, 0, 0);
  }

  @Test
  void aValueHasAnOddLength() {
    byte[] odd = MalformedSamples.oddLengths(1);
    DataSet read = DataSets.read(odd, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(read.string(Tag.PATIENT_NAME)).isEqualTo("Odd");
    assertThat(read.bytes(Tag.PATIENT_NAME)).hasSize(3);
    assertThat(read.string(Tag.PATIENT_ID))
        .isEqualTo(Samples.tiny(1).head().string(Tag.PATIENT_ID));
  }

  private static DataSet read(SampleObject object) {
    return DataSets.read(object.dataSetBytes(), object.transferSyntax());
  }
}
