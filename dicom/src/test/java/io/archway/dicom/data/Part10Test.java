package io.archway.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uid;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dict.Vr;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class Part10Test {
  private static final DataSet DATA_SET = Corpus.dataSet();

  @ParameterizedTest
  @FieldSource("io.archway.dicom.data.RoundTripTest#NATIVE")
  void filesComeBackEqual(TransferSyntax syntax) throws IOException {
    byte[] file = file(syntax);
    Part10File read = read(file);
    assertThat(RoundTripTest.explicit(read.dataSet())).isEqualTo(RoundTripTest.explicit(DATA_SET));
    assertThat(read.head().transferSyntax()).isEqualTo(syntax);
    assertThat(read.head().declared()).isTrue();
    DataSet meta = read.head().meta();
    assertThat(meta.bytes(Tag.FILE_META_INFORMATION_VERSION)).isEqualTo(new byte[] {0, 1});
    assertThat(meta.string(Tag.MEDIA_STORAGE_SOP_CLASS_UID)).isEqualTo("1.2.3");
    assertThat(meta.string(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID)).isEqualTo("1.2.3.4");
    assertThat(meta.string(Tag.TRANSFER_SYNTAX_UID)).isEqualTo(syntax.uid());
    assertThat(meta.string(Tag.IMPLEMENTATION_CLASS_UID))
        .isEqualTo(Uids.ARCHWAY_IMPLEMENTATION_CLASS);
    assertThat(meta.string(Tag.IMPLEMENTATION_VERSION_NAME)).startsWith("ARCHWAY");
    assertThat(meta.string(Tag.SOURCE_APPLICATION_ENTITY_TITLE)).isEqualTo("SOURCE");
    assertThat(meta.string(Tag.SENDING_APPLICATION_ENTITY_TITLE)).isEqualTo("SENDER");
    assertThat(meta.string(Tag.RECEIVING_APPLICATION_ENTITY_TITLE)).isEqualTo("ARCHWAY");
  }

  @Test
  void metaIsAskedForMoreUntilItIsAllThere() {
    byte[] file = file(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    int metaLength = metaLength(file);
    for (int length = 0; length < metaLength; length++) {
      assertThat(Part10Reader.head(ByteBuffer.wrap(file, 0, length), false)).isEmpty();
    }
    Part10Head head =
        Part10Reader.head(ByteBuffer.wrap(file, 0, metaLength + 8), false).orElseThrow();
    assertThat(head.dataSetOffset()).isEqualTo(metaLength);
  }

  @Test
  void aLongHeadIsReadFromAStream() throws IOException {
    DataSet meta = new DataSet();
    meta.put(Tag.TRANSFER_SYNTAX_UID, Vr.UI, Uids.EXPLICIT_VR_LITTLE_ENDIAN);
    meta.putBytes(0x00020102, Vr.OB, new byte[100_000]);
    byte[] file = file(RoundTripTest.explicit(meta), RoundTripTest.explicit(DATA_SET));
    InputStream oneByOne =
        new InputStream() {
          private int next = 0;

          @Override
          public int read() {
            return next == file.length ? -1 : file[next++] & 0xFF;
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            int b = length == 0 ? -1 : read();
            if (b < 0 && length == 0) {
              return 0;
            }
            if (b < 0) {
              return -1;
            }
            target[offset] = (byte) b;
            return 1;
          }
        };
    Part10File read = Part10Reader.read(oneByOne, ParseLimits.DEFAULT);
    assertThat(RoundTripTest.explicit(read.dataSet())).isEqualTo(RoundTripTest.explicit(DATA_SET));
  }

  @ParameterizedTest
  @FieldSource("io.archway.dicom.data.RoundTripTest#NATIVE")
  void theGroupLengthMayBeWrongOrMissing(TransferSyntax syntax) throws IOException {
    // Deflated data may look like more meta information; there the length is needed.
    byte[] right = file(syntax);
    int length = groupLength(right);
    for (int wrong : new int[] {0, 1, length - 20, length + 2, length + 400, -1}) {
      byte[] file = right.clone();
      ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(140, wrong);
      Part10File read = read(file);
      assertThat(read.head().dataSetOffset()).as("length %d", wrong).isEqualTo(144 + length);
      assertThat(RoundTripTest.explicit(read.dataSet()))
          .isEqualTo(RoundTripTest.explicit(DATA_SET));
    }
    byte[] without = new byte[right.length - 12];
    System.arraycopy(right, 0, without, 0, 132);
    System.arraycopy(right, 144, without, 132, right.length - 144);
    assertThat(read(without).head().dataSetOffset()).isEqualTo(132 + length);
  }

  @Test
  void thePreambleMayBeMissing() throws IOException {
    byte[] file = file(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    byte[] prefixOnly = Arrays.copyOfRange(file, 128, file.length);
    byte[] metaOnly = Arrays.copyOfRange(file, 132, file.length);
    assertThat(read(prefixOnly).dataSet().string(Tag.PATIENT_ID)).isEqualTo("4711");
    assertThat(read(metaOnly).dataSet().string(Tag.PATIENT_ID)).isEqualTo("4711");
  }

  @ParameterizedTest
  @FieldSource("io.archway.dicom.data.RoundTripTest#NATIVE")
  void bareDataSetsAreGuessed(TransferSyntax syntax) throws IOException {
    byte[] bytes = DataSetWriter.toBytes(DATA_SET, syntax);
    if (syntax.deflated()) {
      assertThatThrownBy(() -> read(bytes))
          .isInstanceOf(DicomParseException.class)
          .hasMessageContaining("no DICOM file");
      return;
    }
    Part10File read = read(bytes);
    assertThat(read.head().transferSyntax()).isEqualTo(syntax);
    assertThat(read.head().declared()).isFalse();
    assertThat(read.head().meta().isEmpty()).isTrue();
    assertThat(RoundTripTest.explicit(read.dataSet())).isEqualTo(RoundTripTest.explicit(DATA_SET));
  }

  @Test
  void anUntrueTransferSyntaxIsFoundOut() throws IOException {
    byte[] meta = Part10.metaBytes(FileMeta.of("1.2.3", "1.2.3.4", Uids.EXPLICIT_VR_LITTLE_ENDIAN));
    byte[] dataSet = DataSetWriter.toBytes(DATA_SET, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    Part10File read = read(join(meta, dataSet));
    assertThat(read.head().transferSyntax()).isEqualTo(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    assertThat(read.head().declared()).isFalse();
    assertThat(read.dataSet().string(Tag.PATIENT_ID)).isEqualTo("4711");
  }

  @Test
  void anUntrueEncapsulatedSyntaxKeepsItsPixels() throws IOException {
    byte[] meta = Part10.metaBytes(FileMeta.of("1.2.3", "1.2.3.4", Uids.JPEG_BASELINE_8_BIT));
    byte[] dataSet = DataSetWriter.toBytes(DATA_SET, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    TransferSyntax syntax = read(join(meta, dataSet)).head().transferSyntax();
    assertThat(syntax.uid()).isEqualTo(Uids.JPEG_BASELINE_8_BIT);
    assertThat(syntax.explicitVr()).isFalse();
    assertThat(syntax.encapsulated()).isTrue();
  }

  @Test
  void aMissingTransferSyntaxIsGuessed() throws IOException {
    byte[] meta = Part10.metaBytes(FileMeta.of("1.2.3", "1.2.3.4", null));
    Part10File read = read(join(meta, RoundTripTest.explicit(DATA_SET)));
    assertThat(read.head().transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(read.dataSet().string(Tag.PATIENT_ID)).isEqualTo("4711");
  }

  @Test
  void whatIsNoDicomFileIsRefused() {
    for (byte[] bytes :
        new byte[][] {
          new byte[0],
          new byte[3],
          new byte[1000],
          "%PDF-1.7 and so on, which is text".repeat(20).getBytes(),
          Arrays.copyOf(file(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN), 200)
        }) {
      assertThatThrownBy(() -> Part10Reader.head(ByteBuffer.wrap(bytes), true))
          .isInstanceOf(DicomParseException.class);
      assertThatThrownBy(() -> read(bytes)).isInstanceOf(DicomParseException.class);
    }
  }

  @Test
  void anEmptyDataSetIsAFile() throws IOException {
    byte[] meta = Part10.metaBytes(FileMeta.of("1.2.3", "1.2.3.4", Uids.EXPLICIT_VR_LITTLE_ENDIAN));
    assertThat(read(meta).dataSet().isEmpty()).isTrue();
    assertThat(Part10Reader.head(ByteBuffer.wrap(meta), false)).isEqualTo(Optional.empty());
  }

  @Test
  void theImplementationClassUidIsValid() {
    assertThat(Uid.isValid(Uids.ARCHWAY_IMPLEMENTATION_CLASS)).isTrue();
    assertThat(Uids.ARCHWAY_IMPLEMENTATION_VERSION.length()).isLessThanOrEqualTo(16);
  }

  private static byte[] file(TransferSyntax syntax) {
    FileMeta meta =
        FileMeta.received("1.2.3", "1.2.3.4", syntax.uid(), "SOURCE", "SENDER", "ARCHWAY");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Part10.write(meta, DATA_SET, out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static byte[] file(byte[] meta, byte[] dataSet) {
    return join(join(new byte[128], "DICM".getBytes()), join(meta, dataSet));
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static int groupLength(byte[] file) {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(140);
  }

  private static int metaLength(byte[] file) {
    return 144 + groupLength(file);
  }

  private static Part10File read(byte[] file) throws IOException {
    return Part10Reader.read(new ByteArrayInputStream(file), ParseLimits.DEFAULT);
  }
}
