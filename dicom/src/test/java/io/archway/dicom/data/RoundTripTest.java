package io.archway.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {
  static final List<TransferSyntax> NATIVE =
      List.of(
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
          TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);

  record Form(TransferSyntax syntax, SequenceLengths lengths) {}

  static Stream<Form> forms() {
    return NATIVE.stream()
        .flatMap(syntax -> Stream.of(SequenceLengths.values()).map(each -> new Form(syntax, each)));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void randomDataSetsComeBackEqual(Form form) {
    DataSetWriter writer = new DataSetWriter(form.syntax(), form.lengths());
    IntStream.range(0, 100)
        .forEach(
            seed -> {
              DataSet original = new RandomDataSets(seed).next();
              byte[] bytes = writer.toBytes(original);
              DataSet read = DataSets.read(bytes, form.syntax());
              assertThat(explicit(read)).isEqualTo(explicit(original));
              if (!form.syntax().deflated()) {
                assertThat(writer.length(original)).isEqualTo(bytes.length);
              }
              assertThat(bytes.length % 2).isZero();
            });
  }

  @Test
  void streamsAreReadAsBuffersAre() throws IOException {
    DataSet original = new RandomDataSets(7).next();
    byte[] bytes = explicit(original);
    DataSet read =
        DataSets.read(
            new ByteArrayInputStream(bytes),
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
            ParseLimits.DEFAULT);
    assertThat(explicit(read)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void fragmentsComeBackEqual(Form form) {
    DataSet original = new DataSet();
    original.putFragments(
        Tag.PIXEL_DATA, List.of(new byte[0], new byte[] {1, 2, 3, 4}, new byte[] {5, 6}));
    byte[] bytes = new DataSetWriter(form.syntax(), form.lengths()).toBytes(original);
    Element element = DataSets.read(bytes, form.syntax()).element(Tag.PIXEL_DATA);
    assertThat(element).isInstanceOf(Element.Fragments.class);
    assertThat(((Element.Fragments) element).fragments())
        .containsExactly(new byte[0], new byte[] {1, 2, 3, 4}, new byte[] {5, 6});
  }

  @ParameterizedTest
  @MethodSource("forms")
  void oddValuesArePaddedByTheirVr(Form form) {
    DataSet original =
        new DataSet()
            .put(Tag.PATIENT_ID, Vr.LO, "abc")
            .put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2")
            .putBytes(Tag.ENCAPSULATED_DOCUMENT, Vr.OB, new byte[] {7});
    DataSet read =
        DataSets.read(
            new DataSetWriter(form.syntax(), form.lengths()).toBytes(original), form.syntax());
    assertThat(read.bytes(Tag.PATIENT_ID)).isEqualTo("abc ".getBytes());
    assertThat(read.bytes(Tag.SOP_INSTANCE_UID)).isEqualTo("1.2\0".getBytes());
    assertThat(read.bytes(Tag.ENCAPSULATED_DOCUMENT)).isEqualTo(new byte[] {7, 0});
  }

  @Test
  void valueTooLongForTheShortFormGoesOutAsUnknown() {
    String longText = "1.5\\".repeat(20_000) + "1.5 ";
    DataSet original = new DataSet().put(Tag.IMAGE_COMMENTS, Vr.LT, longText);
    byte[] bytes = explicit(original);
    DataSet read = DataSets.read(bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(read.element(Tag.IMAGE_COMMENTS).vr()).isEqualTo(Vr.UN);
    assertThat(read.string(Tag.IMAGE_COMMENTS)).isEqualTo(longText.trim());
    assertThat(ByteBuffer.wrap(bytes).get(4)).isEqualTo((byte) 'U');
  }

  static byte[] explicit(DataSet dataSet) {
    return DataSetWriter.toBytes(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }
}
