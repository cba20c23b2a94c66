package io.archway.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataSetTest {
  @Test
  void elementsAscendByUnsignedTag() {
    DataSet dataSet =
        new DataSet()
            .put(Tag.PATIENT_ID, Vr.LO, "1")
            .putBytes(0xFFFCFFFC, Vr.OB, new byte[0])
            .put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2")
            .putInts(Tag.ROWS, Vr.US, 1)
            .put(Tag.PATIENT_ID, Vr.LO, "2");
    List<Integer> tags = new ArrayList<>();
    dataSet.forEach(element -> tags.add(element.tag()));
    assertThat(tags).containsExactly(Tag.SOP_INSTANCE_UID, Tag.PATIENT_ID, Tag.ROWS, 0xFFFCFFFC);
    assertThat(dataSet.string(Tag.PATIENT_ID)).isEqualTo("2");
    assertThat(dataSet.remove(Tag.PATIENT_ID)).isNotNull();
    assertThat(dataSet.contains(Tag.PATIENT_ID)).isFalse();
    assertThat(dataSet.remove(Tag.PATIENT_ID)).isNull();
    assertThat(dataSet.size()).isEqualTo(3);
  }

  @Test
  void absentAndEmptyAnswerNullOrAnEmptyList() {
    DataSet dataSet = new DataSet().put(Tag.PATIENT_ID, Vr.LO).putInts(Tag.ROWS, Vr.US);
    dataSet.putItems(Tag.VIEW_CODE_SEQUENCE);
    for (int tag : new int[] {Tag.PATIENT_ID, Tag.ROWS, Tag.MODALITY}) {
      assertThat(dataSet.string(tag)).isNull();
      assertThat(dataSet.strings(tag)).isEmpty();
      assertThat(dataSet.integer(tag)).isNull();
      assertThat(dataSet.decimal(tag)).isNull();
      assertThat(dataSet.integers(tag)).isEmpty();
      assertThat(dataSet.decimals(tag)).isEmpty();
      assertThat(dataSet.items(tag)).isEmpty();
    }
    assertThat(dataSet.item(Tag.VIEW_CODE_SEQUENCE)).isNull();
    assertThat(dataSet.bytes(Tag.PATIENT_ID)).isEmpty();
    assertThat(dataSet.bytes(Tag.MODALITY)).isNull();
  }

  @Test
  void textIsTrimmedAndDivided() {
    DataSet dataSet =
        new DataSet()
            .putBytes(Tag.IMAGE_TYPE, Vr.CS, ascii("ORIGINAL\\ PRIMARY \\\\AXIAL "))
            .putBytes(Tag.SOP_INSTANCE_UID, Vr.UI, ascii("1.2.3 \0"))
            .putBytes(Tag.IMAGE_COMMENTS, Vr.LT, ascii("  a\\b  "))
            .putBytes(Tag.PATIENT_ID, Vr.LO, ascii("   "));
    assertThat(dataSet.strings(Tag.IMAGE_TYPE)).containsExactly("ORIGINAL", "PRIMARY", "", "AXIAL");
    assertThat(dataSet.string(Tag.IMAGE_TYPE)).isEqualTo("ORIGINAL");
    assertThat(dataSet.string(Tag.SOP_INSTANCE_UID)).isEqualTo("1.2.3");
    assertThat(dataSet.strings(Tag.IMAGE_COMMENTS)).containsExactly("  a\\b");
    assertThat(dataSet.string(Tag.PATIENT_ID)).isNull();
    assertThat(dataSet.strings(Tag.PATIENT_ID)).isEmpty();
  }

  @Test
  void numbersOfEveryVr() {
    DataSet dataSet =
        new DataSet()
            .putInts(Tag.ROWS, Vr.US, 65535)
            .putInts(Tag.SMALLEST_IMAGE_PIXEL_VALUE, Vr.SS, -2)
            .putInts(Tag.STATUS, Vr.UL, 4294967295L)
            .putInts(Tag.DIMENSION_INDEX_VALUES, Vr.SL, -7, 8)
            .putInts(Tag.EXTENDED_OFFSET_TABLE, Vr.UV, 1L << 40)
            .putInts(Tag.DIMENSION_INDEX_POINTER, Vr.AT, Tag.PIXEL_DATA)
            .putDecimals(Tag.FRAME_ACQUISITION_DURATION, Vr.FD, 0.5)
            .putDecimals(Tag.WINDOW_CENTER, Vr.DS, 1.5, -2)
            .putInts(Tag.SERIES_NUMBER, Vr.IS, 12);
    assertThat(dataSet.integer(Tag.ROWS)).isEqualTo(65535);
    assertThat(dataSet.string(Tag.ROWS)).isEqualTo("65535");
    assertThat(dataSet.integer(Tag.SMALLEST_IMAGE_PIXEL_VALUE)).isEqualTo(-2);
    assertThat(dataSet.longInteger(Tag.STATUS)).isEqualTo(4294967295L);
    assertThatThrownBy(() -> dataSet.integer(Tag.STATUS))
        .isInstanceOf(DicomParseException.class)
        .hasMessage("(0000,0900): value is not readable (expected: a 32-bit integer)");
    assertThat(dataSet.integers(Tag.DIMENSION_INDEX_VALUES)).containsExactly(-7, 8);
    assertThat(dataSet.longInteger(Tag.EXTENDED_OFFSET_TABLE)).isEqualTo(1L << 40);
    assertThat(dataSet.string(Tag.DIMENSION_INDEX_POINTER)).isEqualTo("7FE00010");
    assertThat(dataSet.integers(Tag.DIMENSION_INDEX_POINTER)).containsExactly(Tag.PIXEL_DATA);
    assertThat(dataSet.decimal(Tag.FRAME_ACQUISITION_DURATION)).isEqualTo(0.5);
    assertThat(dataSet.decimals(Tag.WINDOW_CENTER)).containsExactly(1.5, -2);
    assertThat(dataSet.string(Tag.WINDOW_CENTER)).isEqualTo("1.5");
    assertThat(dataSet.integer(Tag.SERIES_NUMBER)).isEqualTo(12);
  }

  @Test
  void numbersAsTextAreReadLeniently() {
    DataSet dataSet =
        new DataSet()
            .put(Tag.SERIES_NUMBER, Vr.IS, " +12 ")
            .put(Tag.INSTANCE_NUMBER, Vr.IS, "3.0")
            .put(Tag.ACQUISITION_NUMBER, Vr.IS, "3.5")
            .put(Tag.PIXEL_SPACING, Vr.DS, "0,25", "1e-1")
            .put(Tag.KVP, Vr.DS, "NaN")
            .put(Tag.EXPOSURE, Vr.IS, "high");
    assertThat(dataSet.integer(Tag.SERIES_NUMBER)).isEqualTo(12);
    assertThat(dataSet.integer(Tag.INSTANCE_NUMBER)).isEqualTo(3);
    assertThat(dataSet.decimals(Tag.PIXEL_SPACING)).containsExactly(0.25, 0.1);
    assertThatThrownBy(() -> dataSet.integer(Tag.ACQUISITION_NUMBER))
        .isInstanceOf(DicomParseException.class);
    assertThatThrownBy(() -> dataSet.decimal(Tag.KVP)).isInstanceOf(DicomParseException.class);
    assertThatThrownBy(() -> dataSet.integer(Tag.EXPOSURE))
        .isInstanceOf(DicomParseException.class)
        .hasMessageNotContaining("high");
  }

  @Test
  void decimalStringsFitSixteenCharacters() {
    for (double value :
        new double[] {0, -0.0, 1, 0.1, -1.0 / 3, 1e-300, -1.23456789012345e+300, 1e15, Math.PI}) {
      String text = Values.decimalString(value);
      assertThat(text.length()).as(text).isLessThanOrEqualTo(16);
      double back = Double.parseDouble(text);
      assertThat(Math.abs(back - value)).as(text).isLessThanOrEqualTo(Math.abs(value) * 1e-8);
    }
  }

  @Test
  void privateBlocksAreFoundByTheirCreator() {
    DataSet dataSet = new DataSet();
    int first = dataSet.reservePrivateTag("VENDOR A", 0x0029, 0x01);
    int second = dataSet.reservePrivateTag("VENDOR B", 0x0029, 0x01);
    dataSet.put(second, Vr.LO, "value");
    assertThat(first).isEqualTo(0x00291001);
    assertThat(second).isEqualTo(0x00291101);
    assertThat(dataSet.privateTag("VENDOR B", 0x0029, 0x01)).isEqualTo(second);
    assertThat(dataSet.reservePrivateTag("VENDOR B", 0x0029, 0x02)).isEqualTo(0x00291102);
    assertThat(dataSet.privateTag("VENDOR C", 0x0029, 0x01)).isZero();
  }

  @Test
  void textUsesTheCharacterSetOfItsDataSetOrOfWhatEnclosesIt() {
    DataSet own = new DataSet().putBytes(Tag.CODE_MEANING, Vr.LO, new byte[] {(byte) 0xB9});
    own.put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 101");
    DataSet inherited =
        new DataSet().putBytes(Tag.CODE_MEANING, Vr.LO, "é".getBytes(StandardCharsets.UTF_8));
    DataSet dataSet =
        new DataSet()
            .put(Tag.PATIENT_NAME, Vr.PN, "Müller^Jürgen")
            .putItems(Tag.VIEW_CODE_SEQUENCE, own, inherited)
            .put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192");
    assertThat(dataSet.items(Tag.VIEW_CODE_SEQUENCE).get(0).string(Tag.CODE_MEANING))
        .isEqualTo("š");
    assertThat(dataSet.items(Tag.VIEW_CODE_SEQUENCE).get(1).string(Tag.CODE_MEANING))
        .isEqualTo("é");
    assertThat(dataSet.bytes(Tag.PATIENT_NAME))
        .isEqualTo("Müller^Jürgen".getBytes(StandardCharsets.UTF_8));
    dataSet.put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 100");
    assertThat(dataSet.bytes(Tag.PATIENT_NAME))
        .isEqualTo("Müller^Jürgen".getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void askingForWhatCannotBeIsAnError() {
    DataSet dataSet =
        new DataSet()
            .putItems(Tag.VIEW_CODE_SEQUENCE, new DataSet())
            .put(Tag.PATIENT_ID, Vr.LO, "1")
            .putBytes(Tag.PIXEL_DATA, Vr.OW, new byte[2]);
    assertThatThrownBy(() -> dataSet.string(Tag.VIEW_CODE_SEQUENCE))
        .hasMessage("(0054,0220): value is not readable (expected: text or numbers)");
    assertThatThrownBy(() -> dataSet.items(Tag.PATIENT_ID))
        .hasMessage("(0010,0020): value is not readable (expected: a sequence)");
    assertThatThrownBy(() -> dataSet.string(Tag.PIXEL_DATA))
        .isInstanceOf(DicomParseException.class);
    assertThatThrownBy(() -> new DataSet().put(Tag.ROWS, Vr.US, "1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCopyIsIndependent() {
    DataSet dataSet = Corpus.dataSet();
    DataSet copy = dataSet.copy();
    assertThat(RoundTripTest.explicit(copy)).isEqualTo(RoundTripTest.explicit(dataSet));
    copy.item(Tag.ANATOMIC_REGION_SEQUENCE).put(Tag.CODE_VALUE, Vr.SH, "changed");
    assertThat(dataSet.item(Tag.ANATOMIC_REGION_SEQUENCE).string(Tag.CODE_VALUE))
        .isEqualTo("38199008");
  }

  @Test
  void printingShowsNoValues() {
    assertThat(Corpus.dataSet().toString()).doesNotContain("4711", "Müller");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
