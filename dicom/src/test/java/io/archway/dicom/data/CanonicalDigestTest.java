package io.archway.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CanonicalDigestTest {
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  @ParameterizedTest
  @MethodSource("io.archway.dicom.data.RoundTripTest#forms")
  void isTheSameInEveryTransferSyntax(RoundTripTest.Form form) {
    DataSetWriter writer = new DataSetWriter(form.syntax(), form.lengths());
    for (int seed = 0; seed < 60; seed++) {
      DataSet dataSet = new RandomDataSets(seed).next();
      assertThat(digest(writer.toBytes(dataSet), form.syntax()))
          .isEqualTo(digest(RoundTripTest.explicit(dataSet), EXPLICIT));
    }
  }

  @ParameterizedTest
  @MethodSource("io.archway.dicom.data.DataSetReaderSplitTest#samples")
  void isTheSameHoweverTheInputIsSplit(Corpus.Sample sample) {
    String whole = digest(sample.bytes(), sample.syntax());
    for (int chunk = 1; chunk < sample.bytes().length; chunk++) {
      try (CanonicalDigest digest = new CanonicalDigest(sample.syntax(), ParseLimits.DEFAULT)) {
        for (int start = 0; start < sample.bytes().length; start += chunk) {
          int length = Math.min(chunk, sample.bytes().length - start);
          digest.accept(ByteBuffer.wrap(sample.bytes(), start, length));
        }
        assertThat(HexFormat.of().formatHex(digest.finish())).isEqualTo(whole);
      }
    }
  }

  @Test
  void paddingGroupLengthsAndTrailingPaddingDoNotCount() {
    byte[] plain =
        new Bytes()
            .explicit(Tag.SOP_INSTANCE_UID, "UI", Quirks.text("1.2.3"))
            .explicit(Tag.PATIENT_ID, "LO", Quirks.text("42"))
            .explicit(Tag.ENCAPSULATED_DOCUMENT, "OB", Quirks.text("pdf"))
            .toArray();
    byte[] padded =
        new Bytes()
            .explicit(0x00080000, "UL", new byte[4])
            .explicit(Tag.LENGTH_TO_END, "UL", new byte[4])
            .explicit(Tag.SOP_INSTANCE_UID, "UI", Quirks.text("1.2.3\0"))
            .explicit(0x00100000, "UL", new byte[4])
            .explicit(Tag.PATIENT_ID, "LO", Quirks.text("42" + " ".repeat(62)))
            .explicit(Tag.ENCAPSULATED_DOCUMENT, "OB", Quirks.text("pdf\0"))
            .explicit(Tag.DATA_SET_TRAILING_PADDING, "OB", new byte[100])
            .toArray();
    assertThat(digest(padded, EXPLICIT)).isEqualTo(digest(plain, EXPLICIT));
  }

  @Test
  void everyByteOfAValueCounts() {
    byte[] bytes = new byte[20_000];
    String before = pixels(bytes);
    for (int place : new int[] {0, 1, 8191, 8192, 19_997, 19_998, 19_999}) {
      bytes[place]++;
      String after = pixels(bytes);
      assertThat(after).isNotEqualTo(before);
      before = after;
    }
  }

  @Test
  void structureCounts() {
    DataSet empty = new DataSet();
    DataSet code = new DataSet().put(Tag.CODE_VALUE, Vr.SH, "A");
    assertThat(
            java.util.stream.Stream.of(
                    new DataSet().putItems(Tag.VIEW_CODE_SEQUENCE),
                    new DataSet().putItems(Tag.VIEW_CODE_SEQUENCE, empty),
                    new DataSet().putItems(Tag.VIEW_CODE_SEQUENCE, code),
                    new DataSet().putItems(Tag.VIEW_CODE_SEQUENCE, code, empty),
                    new DataSet().putItems(Tag.VIEW_CODE_SEQUENCE, empty, code),
                    new DataSet().putItems(Tag.PROCEDURE_CODE_SEQUENCE, code),
                    new DataSet().put(Tag.CODE_VALUE, Vr.SH, "A"),
                    new DataSet())
                .map(dataSet -> digest(RoundTripTest.explicit(dataSet), EXPLICIT)))
        .doesNotHaveDuplicates();
  }

  @Test
  void fragmentsCount() {
    DataSet one = new DataSet();
    one.putFragments(Tag.PIXEL_DATA, java.util.List.of(new byte[0], new byte[] {1, 2, 3, 4}));
    DataSet two = new DataSet();
    two.putFragments(
        Tag.PIXEL_DATA, java.util.List.of(new byte[0], new byte[] {1, 2}, new byte[] {3, 4}));
    assertThat(digest(RoundTripTest.explicit(one), EXPLICIT))
        .isNotEqualTo(digest(RoundTripTest.explicit(two), EXPLICIT));
  }

  @Test
  void aTruncatedDataSetHasNone() {
    byte[] bytes = RoundTripTest.explicit(Corpus.dataSet());
    try (CanonicalDigest digest = new CanonicalDigest(EXPLICIT, ParseLimits.DEFAULT)) {
      digest.accept(ByteBuffer.wrap(bytes, 0, bytes.length - 1));
      assertThatThrownBy(digest::finish).isInstanceOf(DicomParseException.class);
    }
  }

  private static String pixels(byte[] bytes) {
    DataSet dataSet = new DataSet().putBytes(Tag.PIXEL_DATA, Vr.OW, bytes);
    TransferSyntax big = TransferSyntax.EXPLICIT_VR_BIG_ENDIAN;
    String digest = digest(DataSetWriter.toBytes(dataSet, big), big);
    assertThat(digest).isEqualTo(digest(RoundTripTest.explicit(dataSet), EXPLICIT));
    return digest;
  }

  private static String digest(byte[] bytes, TransferSyntax syntax) {
    return HexFormat.of()
        .formatHex(CanonicalDigest.of(ByteBuffer.wrap(bytes), syntax, ParseLimits.DEFAULT));
  }
}
