package io.archway.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderCollectorTest {
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  @ParameterizedTest
  @MethodSource("io.archway.dicom.data.RoundTripTest#forms")
  void collectsTheHeadAndStopsBeforePixels(RoundTripTest.Form form) {
    DataSet dataSet = Corpus.dataSet();
    byte[] bytes = new DataSetWriter(form.syntax(), form.lengths()).toBytes(dataSet);
    try (HeaderCollector collector = new HeaderCollector(form.syntax(), ParseLimits.HEADER)) {
      assertThat(collector.accept(ByteBuffer.wrap(bytes))).isTrue();
      assertThat(collector.stoppedAtPixels()).isTrue();
      assertThat(collector.truncated()).isFalse();
      dataSet.remove(Tag.PIXEL_DATA);
      assertThat(RoundTripTest.explicit(collector.dataSet()))
          .isEqualTo(RoundTripTest.explicit(dataSet));
      assertThat(collector.position())
          .isEqualTo(
              form.syntax().deflated()
                  ? new DataSetWriter(EXPLICIT, form.lengths()).length(dataSet)
                  : new DataSetWriter(form.syntax(), form.lengths()).length(dataSet));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Tag.FLOAT_PIXEL_DATA, Tag.DOUBLE_FLOAT_PIXEL_DATA, Tag.PIXEL_DATA})
  void stopsBeforeEveryKindOfPixels(int tag) {
    byte[] bytes =
        new Bytes()
            .explicit(Tag.EXTENDED_OFFSET_TABLE, "OV", new byte[8])
            .explicitHeader(tag, "OF", 4_000_000_000L)
            .toArray();
    try (HeaderCollector collector = new HeaderCollector(EXPLICIT, ParseLimits.HEADER)) {
      assertThat(collector.accept(ByteBuffer.wrap(bytes))).isTrue();
      assertThat(collector.dataSet().contains(Tag.EXTENDED_OFFSET_TABLE)).isTrue();
      assertThat(collector.dataSet().contains(tag)).isFalse();
    }
  }

  @Test
  void endsWithTheDataSetWhereThereAreNoPixels() {
    byte[] bytes = new Bytes().explicit(Tag.PATIENT_ID, "LO", Quirks.text("42")).toArray();
    try (HeaderCollector collector = new HeaderCollector(EXPLICIT, ParseLimits.HEADER)) {
      assertThat(collector.accept(ByteBuffer.wrap(bytes))).isFalse();
      assertThat(collector.finish().string(Tag.PATIENT_ID)).isEqualTo("42");
      assertThat(collector.done()).isTrue();
      assertThat(collector.stoppedAtPixels()).isFalse();
    }
  }

  @Test
  void longValuesArePresentWithoutValue() {
    byte[] document = new byte[ParseLimits.HEADER.maxValueBytes() + 2];
    byte[] bytes =
        new Bytes()
            .explicit(0x00420010, "ST", new byte[4])
            .explicit(Tag.ENCAPSULATED_DOCUMENT, "OB", document)
            .explicit(Tag.MIME_TYPE_OF_ENCAPSULATED_DOCUMENT, "LO", Quirks.text("a/pdf "))
            .toArray();
    try (HeaderCollector collector = new HeaderCollector(EXPLICIT, ParseLimits.HEADER)) {
      collector.accept(ByteBuffer.wrap(bytes));
      DataSet head = collector.finish();
      assertThat(head.element(Tag.ENCAPSULATED_DOCUMENT))
          .isEqualTo(new Element.Skipped(Tag.ENCAPSULATED_DOCUMENT, Vr.OB, document.length));
      assertThat(head.bytes(Tag.ENCAPSULATED_DOCUMENT)).isNull();
      assertThat(head.string(Tag.MIME_TYPE_OF_ENCAPSULATED_DOCUMENT)).isEqualTo("a/pdf");
    }
  }

  @Test
  void aHugeHeaderKeepsItsShortTopLevelValues() {
    List<DataSet> frames = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      frames.add(new DataSet().put(Tag.IMAGE_COMMENTS, Vr.LT, "x".repeat(100)));
    }
    DataSet dataSet =
        new DataSet()
            .putItems(Tag.REFERENCED_IMAGE_SEQUENCE, frames)
            .put(Tag.PATIENT_ID, Vr.LO, "4711")
            .put(Tag.STUDY_INSTANCE_UID, Vr.UI, "1.2.3");
    ParseLimits limits = ParseLimits.HEADER.withMaxHeldBytes(10_000);
    try (HeaderCollector collector = new HeaderCollector(EXPLICIT, limits)) {
      collector.accept(ByteBuffer.wrap(RoundTripTest.explicit(dataSet)));
      DataSet head = collector.finish();
      assertThat(collector.truncated()).isTrue();
      assertThat(head.items(Tag.REFERENCED_IMAGE_SEQUENCE)).hasSizeBetween(10, 50);
      assertThat(head.string(Tag.PATIENT_ID)).isEqualTo("4711");
      assertThat(head.string(Tag.STUDY_INSTANCE_UID)).isEqualTo("1.2.3");
    }
  }

  @Test
  void nestedSequencesBeyondTheBudgetAreLeftOut() {
    DataSet deep = new DataSet().put(Tag.CODE_VALUE, Vr.SH, "A");
    for (int i = 0; i < 20; i++) {
      deep = new DataSet().putItems(Tag.CONTENT_SEQUENCE, deep, new DataSet());
    }
    deep.put(Tag.PATIENT_ID, Vr.LO, "4711").put(0x00E1_0010, Vr.LO, "after");
    for (long budget = 64; budget < 4096; budget += 32) {
      ParseLimits limits = ParseLimits.HEADER.withMaxHeldBytes(budget);
      try (HeaderCollector collector = new HeaderCollector(EXPLICIT, limits)) {
        collector.accept(ByteBuffer.wrap(RoundTripTest.explicit(deep)));
        assertThat(collector.finish().size()).isBetween(1, 3);
      }
    }
  }

  @Test
  void anUnknownTransferSyntaxIsTriedAsExplicitThenImplicit() {
    byte[] bytes =
        DataSetWriter.toBytes(Corpus.dataSet(), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    TransferSyntax unknown = TransferSyntax.of("1.3.6.1.4.1.99999.1");
    try (HeaderCollector collector = new HeaderCollector(unknown, ParseLimits.HEADER)) {
      assertThatThrownBy(() -> collector.accept(ByteBuffer.wrap(bytes)))
          .isInstanceOf(DicomParseException.class);
      assertThatThrownBy(() -> collector.accept(ByteBuffer.wrap(bytes)))
          .isInstanceOf(DicomParseException.class);
    }
    try (HeaderCollector second = new HeaderCollector(unknown.asImplicit(), ParseLimits.HEADER)) {
      second.accept(ByteBuffer.wrap(bytes));
      assertThat(second.dataSet().string(Tag.SOP_INSTANCE_UID)).isEqualTo("1.2.3.4");
    }
  }

  @Test
  void theBufferOfTheCallerDoesNotMove() {
    ByteBuffer bytes = ByteBuffer.wrap(RoundTripTest.explicit(Corpus.dataSet()));
    int length = bytes.remaining();
    try (HeaderCollector collector = new HeaderCollector(EXPLICIT, ParseLimits.HEADER)) {
      collector.accept(bytes);
    }
    assertThat(bytes.remaining()).isEqualTo(length);
  }
}
