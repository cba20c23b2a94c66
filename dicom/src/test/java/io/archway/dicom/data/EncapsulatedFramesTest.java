package io.archway.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncapsulatedFramesTest {
  private static final byte[] A = {1, 2};
  private static final byte[] B = {3, 4, 5, 6};
  private static final byte[] C = {7, 8};

  @Test
  void basicOffsetTableDividesFrames() {
    assertThat(EncapsulatedFrames.of(pixels(table(0, 10), A, B, C)))
        .containsExactly(List.of(A), List.of(B, C));
    assertThat(EncapsulatedFrames.of(pixels(table(0, 22), A, B, C)))
        .containsExactly(List.of(A, B), List.of(C));
  }

  @Test
  void extendedOffsetTableComesFirst() {
    DataSet dataSet = pixels(new byte[0], A, B, C);
    dataSet.putInts(Tag.EXTENDED_OFFSET_TABLE, Vr.OV, 0, 10, 22);
    DataSet read =
        DataSets.read(RoundTripTest.explicit(dataSet), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(EncapsulatedFrames.of(read))
        .usingRecursiveComparison()
        .isEqualTo(List.of(List.of(A), List.of(B), List.of(C)));
  }

  @Test
  void withoutATableOneFrameIsAllAndSeveralAreOneEach() {
    DataSet dataSet = pixels(new byte[0], A, B, C);
    assertThat(EncapsulatedFrames.of(dataSet)).containsExactly(List.of(A, B, C));
    dataSet.putInts(Tag.NUMBER_OF_FRAMES, Vr.IS, 3);
    assertThat(EncapsulatedFrames.of(dataSet)).containsExactly(List.of(A), List.of(B), List.of(C));
    dataSet.putInts(Tag.NUMBER_OF_FRAMES, Vr.IS, 2);
    assertThatThrownBy(() -> EncapsulatedFrames.of(dataSet))
        .isInstanceOf(DicomParseException.class)
        .hasMessageContaining("a fragment for each of 2 frames");
  }

  @Test
  void offsetsThatPointNowhereAreAnError() {
    for (byte[] table : List.of(table(0, 11), table(10, 0), table(0, 0), table(0, 1 << 30))) {
      assertThatThrownBy(() -> EncapsulatedFrames.of(pixels(table, A, B, C)))
          .isInstanceOf(DicomParseException.class);
    }
  }

  @Test
  void nativePixelsHaveNone() {
    assertThat(EncapsulatedFrames.of(new DataSet())).isEmpty();
    assertThat(EncapsulatedFrames.of(new DataSet().putBytes(Tag.PIXEL_DATA, Vr.OW, new byte[8])))
        .isEmpty();
    assertThat(EncapsulatedFrames.of(pixels(new byte[0]))).isEmpty();
  }

  private static DataSet pixels(byte[] table, byte[]... fragments) {
    List<byte[]> all = new java.util.ArrayList<>(List.of(table));
    all.addAll(List.of(fragments));
    return new DataSet().putFragments(Tag.PIXEL_DATA, all);
  }

  private static byte[] table(int... offsets) {
    ByteBuffer bytes = ByteBuffer.allocate(offsets.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int offset : offsets) {
      bytes.putInt(offset);
    }
    return bytes.array();
  }
}
