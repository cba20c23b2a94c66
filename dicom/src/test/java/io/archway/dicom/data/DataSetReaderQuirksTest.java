package io.archway.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class DataSetReaderQuirksTest {
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final TransferSyntax IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;

  @Test
  void readsWhatSendersDoWrong() {
    DataSet read = DataSets.read(Quirks.explicit(), EXPLICIT);
    assertThat(read.contains(0x00080000)).isFalse();
    assertThat(read.string(Tag.SOP_INSTANCE_UID)).isEqualTo("1.2.3");
    assertThat(read.item(Tag.PROCEDURE_CODE_SEQUENCE).string(Tag.CODE_VALUE)).isEqualTo("T-54");
    assertThat(read.item(Tag.ANATOMIC_REGION_SEQUENCE).string(Tag.CODE_VALUE)).isEqualTo("38");
    assertThat(read.item(Tag.VIEW_CODE_SEQUENCE).string(Tag.CODE_VALUE)).isEqualTo("T-54");
    assertThat(read.string(Tag.PATIENT_ID)).isEqualTo("odd");
    assertThat(read.string(Tag.PATIENT_NAME)).isEqualTo("A^B");
    assertThat(read.item(0x00111001).string(Tag.CODE_VALUE)).isEqualTo("T-54");
    assertThat(read.element(0x00111002).vr()).isEqualTo(Vr.UN);
    assertThat(read.bytes(0x00111002)).isEqualTo(Quirks.text("future"));
  }

  @Test
  void saysWhatWasOdd() {
    assertThat(oddities(Quirks.explicit(), EXPLICIT))
        .containsExactlyInAnyOrder(
            Oddity.ODD_LENGTH,
            Oddity.UNKNOWN_VR,
            Oddity.IMPLICIT_ITEM,
            Oddity.OUT_OF_ORDER,
            Oddity.STRAY_DELIMITER,
            Oddity.UNKNOWN_SEQUENCE);
    assertThat(oddities(RoundTripTest.explicit(Corpus.dataSet()), EXPLICIT)).isEmpty();
  }

  @Test
  void unknownOfUndefinedLengthIsImplicitInBigEndianToo() {
    DataSet item = new DataSet().putInts(Tag.ROWS, Vr.US, 258);
    byte[] content = DataSetWriter.toBytes(item, IMPLICIT);
    byte[] bytes =
        new Bytes()
            .raw((byte) 0, (byte) 0x11, (byte) 0x10, (byte) 1, (byte) 'U', (byte) 'N')
            .raw(new byte[2])
            .raw(new byte[] {-1, -1, -1, -1})
            .item(content.length)
            .raw(content)
            .sequenceEnd()
            .toArray();
    DataSet read = DataSets.read(bytes, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
    assertThat(read.item(0x00111001).integer(Tag.ROWS)).isEqualTo(258);
  }

  @Test
  void unknownThatOnlyMightBeASequenceStaysBytes() {
    byte[] bytes = new Bytes().explicit(Tag.VIEW_CODE_SEQUENCE, "UN", new byte[10]).toArray();
    Element element = DataSets.read(bytes, EXPLICIT).element(Tag.VIEW_CODE_SEQUENCE);
    assertThat(element.vr()).isEqualTo(Vr.UN);
    assertThat(DataSets.read(bytes, EXPLICIT).bytes(Tag.VIEW_CODE_SEQUENCE)).hasSize(10);
  }

  @Test
  void unknownValueOfAKnownElementIsReadByTheDictionary() {
    byte[] bytes =
        new Bytes()
            .explicit(Tag.PATIENT_ID, "UN", Quirks.text("4711"))
            .explicit(Tag.ROWS, "UN", new byte[] {2, 1})
            .toArray();
    DataSet read = DataSets.read(bytes, EXPLICIT);
    assertThat(read.string(Tag.PATIENT_ID)).isEqualTo("4711");
    assertThat(read.integer(Tag.ROWS)).isEqualTo(258);
  }

  @Test
  void privateUndefinedLengthInImplicitIsASequence() {
    byte[] bytes =
        new Bytes()
            .implicitHeader(0x00111001, Quirks.UNDEFINED)
            .item(Quirks.UNDEFINED)
            .implicit(Tag.CODE_VALUE, Quirks.text("AB"))
            .itemEnd()
            .sequenceEnd()
            .toArray();
    DataSet read = DataSets.read(bytes, IMPLICIT);
    assertThat(read.item(0x00111001).string(Tag.CODE_VALUE)).isEqualTo("AB");
  }

  @Test
  void undefinedLengthOfOtherVrsIsASequence() {
    byte[] bytes =
        new Bytes()
            .explicitHeader(0x00111001, "UT", Quirks.UNDEFINED)
            .item(0)
            .sequenceEnd()
            .toArray();
    assertThat(DataSets.read(bytes, EXPLICIT).items(0x00111001)).hasSize(1);
    assertThat(oddities(bytes, EXPLICIT)).containsExactly(Oddity.UNDEFINED_LENGTH);
  }

  @Test
  void deflatedDataMayCarryAZlibHeaderAndAPadByte() {
    byte[] plain = RoundTripTest.explicit(Corpus.dataSet());
    Deflater deflater = new Deflater();
    deflater.setInput(plain);
    deflater.finish();
    byte[] deflated = new byte[plain.length + 100];
    int length = deflater.deflate(deflated);
    deflater.end();
    byte[] padded = java.util.Arrays.copyOf(deflated, length + 1);
    TransferSyntax syntax = TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;
    assertThat(RoundTripTest.explicit(DataSets.read(padded, syntax))).isEqualTo(plain);
    assertThat(oddities(padded, syntax)).containsExactly(Oddity.ZLIB_HEADER);
  }

  @Test
  void stopsBeforeATagAndGoesOn() {
    byte[] bytes = RoundTripTest.explicit(Corpus.dataSet());
    try (DataSetReader reader = new DataSetReader(EXPLICIT, ParseLimits.DEFAULT)) {
      reader.stopBefore(Tag.ROWS);
      reader.feed(ByteBuffer.wrap(bytes));
      DataSetReader.Event event = reader.next();
      while (event != DataSetReader.Event.STOPPED) {
        assertThat(Integer.compareUnsigned(reader.tag(), Tag.ROWS)).isNegative();
        event = reader.next();
      }
      assertThat(reader.next()).isEqualTo(DataSetReader.Event.STOPPED);
      int position = (int) reader.position();
      assertThat(bytes[position]).isEqualTo((byte) 0x28);
      assertThat(bytes[position + 2]).isEqualTo((byte) 0x10);
      reader.clearStop();
      assertThat(reader.next()).isEqualTo(DataSetReader.Event.ELEMENT);
      assertThat(reader.tag()).isEqualTo(Tag.ROWS);
      assertThat(reader.offset()).isEqualTo(position);
    }
  }

  @Test
  void anErrorLatches() {
    try (DataSetReader reader = new DataSetReader(EXPLICIT, ParseLimits.DEFAULT)) {
      reader.feed(ByteBuffer.wrap(new byte[20]));
      assertThatThrownBy(reader::next)
          .isInstanceOf(DicomParseException.class)
          .hasMessage("(0000,0000) at offset 0: VR bytes 00 00 (expected: a VR)");
      assertThatThrownBy(reader::next).hasMessageContaining("VR bytes");
    }
  }

  @Test
  void feedingBeforeTheLastPieceIsConsumedIsRefused() {
    try (DataSetReader reader = new DataSetReader(EXPLICIT, ParseLimits.DEFAULT)) {
      reader.feed(ByteBuffer.wrap(new byte[20]));
      assertThatThrownBy(() -> reader.feed(ByteBuffer.wrap(new byte[1])))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private static Set<Oddity> oddities(byte[] bytes, TransferSyntax syntax) {
    try (DataSetReader reader = new DataSetReader(syntax, ParseLimits.DEFAULT)) {
      reader.feed(ByteBuffer.wrap(bytes));
      reader.endOfInput();
      while (reader.next() != DataSetReader.Event.END) {
        assertThat(reader.oddities()).isNotNull();
      }
      return reader.oddities();
    }
  }
}
