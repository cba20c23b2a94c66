package io.archway.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParseLimitsTest {
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final TransferSyntax IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
  private static final TransferSyntax DEFLATED = TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;

  @Test
  void depthAtTheLimitAndOnePast() {
    ParseLimits limits = ParseLimits.DEFAULT.withMaxDepth(5);
    assertThatCode(() -> read(nested(5), EXPLICIT, limits)).doesNotThrowAnyException();
    assertThatThrownBy(() -> read(nested(6), EXPLICIT, limits))
        .isInstanceOfSatisfying(
            DicomParseException.class, e -> assertThat(e.fault()).isEqualTo(ParseFault.DEPTH))
        .hasMessageContaining("(0040,A730) at offset")
        .hasMessageContaining("sequence depth 6 (expected: <= 5)");
  }

  @Test
  void elementsAtTheLimitAndOnePast() {
    // Three elements, a sequence, an item: five.
    DataSet item = new DataSet().put(Tag.CODE_VALUE, Vr.SH, "A");
    byte[] bytes =
        RoundTripTest.explicit(
            new DataSet()
                .put(Tag.MODALITY, Vr.CS, "IO")
                .putItems(Tag.VIEW_CODE_SEQUENCE, item)
                .put(Tag.PATIENT_ID, Vr.LO, "1"));
    assertThatCode(() -> read(bytes, EXPLICIT, ParseLimits.DEFAULT.withMaxElements(5)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> read(bytes, EXPLICIT, ParseLimits.DEFAULT.withMaxElements(4)))
        .hasMessageContaining("elements: 5 (expected: <= 4)");
  }

  @Test
  void valueLengthAtTheLimitAndOnePast() {
    byte[] bytes = new Bytes().explicit(Tag.ENCAPSULATED_DOCUMENT, "OB", new byte[1000]).toArray();
    assertThat(read(bytes, EXPLICIT, ParseLimits.DEFAULT.withMaxValueBytes(1000)).size()).isOne();
    assertThatThrownBy(() -> read(bytes, EXPLICIT, ParseLimits.DEFAULT.withMaxValueBytes(999)))
        .hasMessage("(0042,0011) at offset 0: length 1000 (expected: <= 999)");
  }

  @Test
  void heldBytesAtTheLimitAndOnePast() {
    byte[] bytes =
        new Bytes()
            .explicit(Tag.PATIENT_ID, "LO", new byte[10])
            .explicit(Tag.PATIENT_SEX, "CS", new byte[2])
            .toArray();
    long cost = 64 + 10 + 64 + 2;
    assertThat(read(bytes, EXPLICIT, ParseLimits.DEFAULT.withMaxHeldBytes(cost)).size())
        .isEqualTo(2);
    assertThatThrownBy(() -> read(bytes, EXPLICIT, ParseLimits.DEFAULT.withMaxHeldBytes(cost - 1)))
        .hasMessageContaining("(0010,0040) at offset 18: bytes to hold: 140 (expected: <= 139)");
  }

  @Test
  void inflatedLengthAtTheLimitAndOnePast() {
    DataSet dataSet = new DataSet().putBytes(Tag.ENCAPSULATED_DOCUMENT, Vr.OB, new byte[100_000]);
    byte[] bytes = DataSetWriter.toBytes(dataSet, DEFLATED);
    assertThat(read(bytes, DEFLATED, ParseLimits.DEFAULT.withMaxInflated(100_012, 1)).size())
        .isOne();
    assertThatThrownBy(() -> read(bytes, DEFLATED, ParseLimits.DEFAULT.withMaxInflated(100_011, 1)))
        .isInstanceOfSatisfying(
            DicomParseException.class, e -> assertThat(e.fault()).isEqualTo(ParseFault.INFLATE))
        .hasMessageContaining("inflated length 100012 (expected: <= 100011)");
  }

  @Test
  void whatInflatesTooWellIsStopped() {
    DataSet dataSet = new DataSet().putBytes(Tag.ENCAPSULATED_DOCUMENT, Vr.OB, new byte[32 << 20]);
    byte[] bytes = DataSetWriter.toBytes(dataSet, DEFLATED);
    assertThatThrownBy(() -> skim(bytes, DEFLATED, ParseLimits.DEFAULT))
        .isInstanceOf(DicomParseException.class)
        .hasMessageContaining("deflated data: inflated length");
    assertThatCode(() -> skim(bytes, DEFLATED, ParseLimits.DEFAULT.withMaxInflated(1L << 30, 2000)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(longs = {4_294_967_290L, 0x7FFFFFFFL, 100_000_000L})
  void aLyingLengthIsAnErrorThatNamesTagAndOffset(long length) {
    byte[] bytes =
        new Bytes()
            .implicit(Tag.SOP_CLASS_UID, new byte[124])
            .implicitHeader(Tag.SOP_INSTANCE_UID, length)
            .raw(new byte[16])
            .toArray();
    assertThatThrownBy(() -> read(bytes, IMPLICIT, ParseLimits.DEFAULT))
        .isInstanceOfSatisfying(
            DicomParseException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(ParseFault.LENGTH);
              assertThat(e.tag()).isEqualTo(Tag.SOP_INSTANCE_UID);
              assertThat(e.offset()).isEqualTo(132);
            })
        .hasMessage(
            "(0008,0018) at offset 132: length %d (expected: <= 67108864)".formatted(length));
  }

  @Test
  void aLengthWithinTheLimitsDoesNotAllocateMoreThanComes() {
    byte[] bytes =
        new Bytes().implicitHeader(Tag.SOP_INSTANCE_UID, 60_000_000).raw(new byte[16]).toArray();
    long before = allocatedBytes();
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> read(bytes, IMPLICIT, ParseLimits.DEFAULT))
          .hasMessage(
              "(0008,0018) at offset 0: length 60000000, but the input ends after 16"
                  + " (expected: all of it)");
    }
    assertThat(allocatedBytes() - before).isLessThan(20_000_000);
  }

  @Test
  void lengthsMayNotOutgrowWhatEnclosesThem() {
    byte[] inItem =
        new Bytes()
            .explicitHeader(Tag.VIEW_CODE_SEQUENCE, "SQ", 100)
            .item(20)
            .explicit(Tag.CODE_VALUE, "SH", new byte[13])
            .raw(new byte[200])
            .toArray();
    assertThatThrownBy(() -> read(inItem, EXPLICIT, ParseLimits.DEFAULT))
        .hasMessage("(0008,0100) at offset 20: length 13 (expected: <= 12)");
    byte[] item =
        new Bytes()
            .explicitHeader(Tag.VIEW_CODE_SEQUENCE, "SQ", 100)
            .item(93)
            .raw(new byte[200])
            .toArray();
    assertThatThrownBy(() -> read(item, EXPLICIT, ParseLimits.DEFAULT))
        .hasMessage("(FFFE,E000) at offset 12: length 93 (expected: <= 92)");
  }

  @Test
  void undefinedLengthsMayNotOutgrowWhatEnclosesThemEither() {
    byte[] bytes =
        new Bytes()
            .explicitHeader(Tag.VIEW_CODE_SEQUENCE, "SQ", Quirks.UNDEFINED)
            .item(20)
            .explicitHeader(Tag.PROCEDURE_CODE_SEQUENCE, "SQ", Quirks.UNDEFINED)
            .item(0)
            .item(0)
            .sequenceEnd()
            .sequenceEnd()
            .toArray();
    assertThatThrownBy(() -> read(bytes, EXPLICIT, ParseLimits.DEFAULT))
        .isInstanceOf(DicomParseException.class)
        .hasMessage("(0054,0220) at offset 56: contents run past their end (expected: <= 40)");
  }

  @Test
  void anythingButAnItemInASequenceIsAnError() {
    byte[] bytes =
        new Bytes()
            .explicitHeader(Tag.VIEW_CODE_SEQUENCE, "SQ", 100)
            .explicit(Tag.CODE_VALUE, "SH", new byte[12])
            .toArray();
    assertThatThrownBy(() -> read(bytes, EXPLICIT, ParseLimits.DEFAULT))
        .isInstanceOf(DicomParseException.class)
        .hasMessage(
            "(0008,0100) at offset 12: not allowed here (expected: an item or the end of"
                + " (0054,0220))");
    assertThatThrownBy(() -> read(new Bytes().itemEnd().toArray(), EXPLICIT, ParseLimits.DEFAULT))
        .hasMessage("(FFFE,E00D) at offset 0: not allowed here (expected: an element)");
  }

  @Test
  void anUnknownSequenceCutBehindItsHeaderIsTruncated() {
    byte[] bytes = new Bytes().explicitHeader(Tag.VIEW_CODE_SEQUENCE, "UN", 20).toArray();
    assertThatThrownBy(() -> read(bytes, EXPLICIT, ParseLimits.DEFAULT))
        .hasMessage(
            "(0054,0220) at offset 0: length 20, but the input ends after 0 (expected: all of it)");
  }

  @Test
  void everyTruncationEndsAtAnElementOrIsAnError() {
    for (Corpus.Sample sample : Corpus.samples()) {
      int whole = 0;
      for (int length = 0; length < sample.bytes().length; length++) {
        try {
          DataSets.read(
              ByteBuffer.wrap(sample.bytes(), 0, length), sample.syntax(), ParseLimits.DEFAULT);
          whole++;
        } catch (DicomParseException e) {
          assertThat(e.fault()).isIn(ParseFault.TRUNCATED, ParseFault.INFLATE);
        }
      }
      assertThat(whole).as(sample.name()).isLessThan(20);
    }
  }

  @Test
  void limitsThatMeanNothingAreRefused() {
    assertThatThrownBy(() -> ParseLimits.DEFAULT.withMaxElements(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ParseLimits.DEFAULT.withMaxInflated(0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static DataSet read(byte[] bytes, TransferSyntax syntax, ParseLimits limits) {
    return DataSets.read(ByteBuffer.wrap(bytes), syntax, limits);
  }

  private static void skim(byte[] bytes, TransferSyntax syntax, ParseLimits limits) {
    try (DataSetReader reader = new DataSetReader(syntax, limits)) {
      reader.feed(ByteBuffer.wrap(bytes));
      reader.endOfInput();
      List<DataSetReader.Event> last =
          List.of(DataSetReader.Event.END, DataSetReader.Event.NEED_INPUT);
      while (!last.contains(reader.next())) {
        assertThat(reader.position()).isNotNegative();
      }
    }
  }

  private static byte[] nested(int depth) {
    DataSet dataSet = new DataSet();
    for (int i = 0; i < depth; i++) {
      dataSet = new DataSet().putItems(Tag.CONTENT_SEQUENCE, dataSet);
    }
    return RoundTripTest.explicit(dataSet);
  }

  private static long allocatedBytes() {
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }
}
